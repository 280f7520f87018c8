"""Addresses under /interviews/."""

from django.urls import path

from wonback.interviews import asked_views, guide_views, is_it_me_views, live_views, queue_views, views

app_name = "interviews"
urlpatterns = [
    # before the call
    path("", queue_views.queue, name="queue"),
    path("programme/", queue_views.programme, name="programme"),
    path("hours/", queue_views.hours, name="hours"),
    path("hours/away/", queue_views.go_away, name="go_away"),
    path("hours/away/<int:pk>/cancel/", queue_views.come_back, name="come_back"),
    path("test/", queue_views.test_box, name="test_box"),
    path("about/<int:pk>/stake/", queue_views.declare, name="declare"),
    path("stakes/<int:pk>/withdraw/", queue_views.withdraw, name="withdraw"),
    path("<int:pk>/accept/", queue_views.accept, name="accept"),
    path("<int:pk>/hand-on/", queue_views.hand_on, name="hand_on"),
    path("<int:pk>/assign/", queue_views.assign, name="assign"),
    path("<int:pk>/invite/", queue_views.invite, name="invite"),
    path("<int:pk>/call-off/", queue_views.call_off, name="call_off"),
    path("invitations/<int:pk>/replied/", queue_views.replied, name="replied"),
    # in writing, for those who will not talk
    path("asked/", asked_views.asked, name="asked"),
    path("asked/remind/", asked_views.remind_chosen, name="remind_chosen"),
    path("<int:pk>/in-writing/", asked_views.ask_in_writing, name="ask_in_writing"),
    path("forms/<int:pk>/replied/", asked_views.form_replied, name="form_replied"),
    path("forms/<int:pk>/revoke/", asked_views.form_revoke, name="form_revoke"),
    path("questions/languages/", asked_views.phrasings, name="phrasings"),
    # the call, and after it
    path("<int:pk>/live/", live_views.live, name="live"),
    path("<int:pk>/begin/", live_views.begin, name="begin"),
    path("<int:pk>/keep/", live_views.keep, name="keep"),
    path("<int:pk>/end/", live_views.end, name="end"),
    path("<int:pk>/recap/", live_views.recap, name="recap"),
    path("<int:pk>/recap/hints/", live_views.recap_hints, name="recap_hints"),
    path("<int:pk>/recap/revoke/", live_views.revoke, name="revoke"),
    # what is asked: for admins
    path("guide/", guide_views.guide, name="guide"),
    path("guide/add/", guide_views.add, name="add_question"),
    path("guide/<int:pk>/edit/", guide_views.edit, name="edit_question"),
    path("guide/<int:pk>/move/", guide_views.move, name="move_question"),
    path("guide/<int:pk>/retire/", guide_views.retire, name="retire_question"),
    path("guide/<int:pk>/bring-back/", guide_views.bring_back, name="bring_question_back"),
    # for the lead alone
    path("is-it-me/", is_it_me_views.is_it_me, name="is_it_me"),
    path("is-it-me/<int:pk>/", is_it_me_views.warm, name="warm"),
    path("is-it-me/<int:pk>/decide/", is_it_me_views.decide, name="decide"),
    path("is-it-me/<int:pk>/tick/", is_it_me_views.tick, name="tick"),
    path("is-it-me/<int:pk>/give/", is_it_me_views.hand_over, name="give"),
    path("is-it-me/<int:pk>/write/", is_it_me_views.write, name="write"),
    path("about/<int:pk>/is-it-me/", is_it_me_views.raise_, name="raise_is_it_me"),
    path("about/<int:pk>/note/", views.note, name="note"),
]
