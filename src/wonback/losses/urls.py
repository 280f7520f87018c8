"""Addresses under /losses/."""

from django.urls import path

from wonback.losses import reason_views, rival_views, swot_views, truth_views, views, wording_views

app_name = "losses"
urlpatterns = [
    path("new/", views.record, name="record"),
    path("silent/", views.silent, name="silent"),
    path("silent/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("silent/<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("voices/", truth_views.voices, name="voices"),
    path("reasons/", reason_views.reasons, name="reasons"),
    path("reasons/<int:pk>/", reason_views.reason, name="reason"),
    path("reasons/<int:pk>/edit/", reason_views.edit, name="edit_reason"),
    path("reasons/<int:pk>/merge/", reason_views.merge, name="merge_reason"),
    path("reasons/<int:pk>/take-apart/", reason_views.take_apart, name="take_reason_apart"),
    path("reasons/<int:pk>/retire/", reason_views.retire, name="retire"),
    path("reasons/<int:pk>/bring-back/", reason_views.bring_back, name="bring_back"),
    path("of/<int:pk>/theirs/", rival_views.note_their_loss, name="note_their_loss"),
    path("theirs/<int:pk>/help/", rival_views.help_them, name="help_them"),
    path("wordings/", wording_views.wordings, name="wordings"),
    path("wordings/<int:pk>/settle/", wording_views.settle, name="settle_wording"),
    path("mismatches/", wording_views.report, name="mismatches"),
    path("swot/", swot_views.board, name="swot"),
    path("swot/<int:pk>/vote/", swot_views.vote, name="vote"),
    path("swot/<int:pk>/merge/", swot_views.merge, name="merge_swot"),
    path("swot/<int:pk>/strike/", swot_views.strike, name="strike_swot"),
    path("<int:pk>/swot/", swot_views.loss, name="swot_of"),
    path("<int:pk>/swot/prefill/", swot_views.prefill, name="prefill_swot"),
    path("<int:pk>/swot/write/", swot_views.write, name="write_swot"),
    path("<int:pk>/looks/", swot_views.look, name="look"),
    path("<int:pk>/whys/", truth_views.write_why, name="write_why"),
    path("<int:pk>/whys/strike/", truth_views.strike_why, name="strike_why"),
    path("<int:pk>/own/", views.own, name="own"),
    path("<int:pk>/own/hints/", views.own_hints, name="own_hints"),
    path("<int:pk>/hear/", views.hear, name="hear"),
    path("<int:pk>/let-go/", views.let_go, name="let_go"),
    path("<int:pk>/take-up/", views.take_up, name="take_up"),
]
