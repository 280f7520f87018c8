"""Addresses under /plans/, /changes/, /deal-round/, /hand-outs/ and /campaigns/."""

from django.urls import path

from wonback.winback import campaign_views, change_views, deal_round_views, gate_views, truth_views, views

app_name = "winback"
urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/<int:pk>/", views.plan, name="plan"),
    path("plans/<int:pk>/launch/", views.launch, name="launch"),
    path("plans/<int:pk>/win/", views.win, name="win"),
    path("plans/<int:pk>/rest/", views.rest, name="rest"),
    path("plans/<int:pk>/wake/", views.wake, name="wake"),
    path("plans/<int:pk>/sign/", views.sign, name="sign"),
    path("plans/<int:pk>/pitch/", views.pitch, name="pitch"),
    path("plans/<int:pk>/aim/", views.aim, name="aim"),
    path("plans/<int:pk>/require/", views.require, name="require"),
    path("plans/<int:pk>/need-no-change/", views.need_no_change, name="need_no_change"),
    path("plans/for/<int:pk>/", views.start, name="start"),
    path("plans/milestones/<int:pk>/reach/", views.reach, name="reach"),
    path("plans/milestones/<int:pk>/move/", views.move, name="move"),
    path("plans/overrides/", gate_views.overrides, name="overrides"),
    path("plans/<int:pk>/override/", gate_views.override, name="override"),
    path("plans/<int:pk>/ask-to-sign/", gate_views.ask_to_sign, name="ask_to_sign"),
    path("losses/<int:pk>/truth/", truth_views.truth, name="truth"),
    path("losses/<int:pk>/truth/note/", truth_views.note, name="truth_note"),
    path("losses/<int:pk>/debrief/", truth_views.debrief, name="debrief"),
    path("changes/", change_views.changes, name="changes"),
    path("changes/<int:pk>/", change_views.change, name="change"),
    path("changes/<int:pk>/make/", change_views.make, name="make"),
    path("changes/<int:pk>/reopen/", change_views.reopen, name="reopen"),
    path("changes/<int:pk>/nudge/", change_views.nudge, name="nudge"),
    path("changes/<int:pk>/evidence/", change_views.evidence, name="evidence"),
    path("hand-outs/", views.hand_outs, name="hand_outs"),
    path("hand-outs/of/<int:pk>/", views.hand_out, name="hand_out"),
    path("hand-outs/<int:pk>/accept/", views.accept, name="accept"),
    path("hand-outs/<int:pk>/give-back/", views.give_back, name="give_back"),
    path("deal-round/", deal_round_views.deal_round, name="deal_round"),
    path("deal-round/suggest/", deal_round_views.suggest, name="suggest_deal"),
    path("deal-round/deal/", deal_round_views.deal, name="deal"),
    path("deal-round/keep/<int:pk>/", deal_round_views.keep, name="keep"),
    path("deal-round/limit/<int:pk>/", deal_round_views.limit, name="limit"),
    path("campaigns/", campaign_views.campaigns, name="campaigns"),
    path("campaigns/start/", campaign_views.start, name="start_campaign"),
    path("campaigns/<int:pk>/", campaign_views.campaign, name="campaign"),
    path("campaigns/<int:pk>/close/", campaign_views.close, name="close_campaign"),
    path("campaigns/of/<int:pk>/take-out/", campaign_views.take_out, name="take_out"),
]
