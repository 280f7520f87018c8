"""Addresses under /interviews/."""

from django.urls import path

from wonback.interviews import live_views, queue_views, views

app_name = "interviews"
urlpatterns = [
    # before the call
    path("", queue_views.queue, name="queue"),
    path("hours/", queue_views.hours, name="hours"),
    path("hours/away/", queue_views.go_away, name="go_away"),
    path("hours/away/<int:pk>/cancel/", queue_views.come_back, name="come_back"),
    path("test/", queue_views.test_box, name="test_box"),
    path("<int:pk>/accept/", queue_views.accept, name="accept"),
    path("<int:pk>/hand-on/", queue_views.hand_on, name="hand_on"),
    path("<int:pk>/assign/", queue_views.assign, name="assign"),
    path("<int:pk>/invite/", queue_views.invite, name="invite"),
    path("<int:pk>/call-off/", queue_views.call_off, name="call_off"),
    path("invitations/<int:pk>/replied/", queue_views.replied, name="replied"),
    # the call, and after it
    path("<int:pk>/live/", live_views.live, name="live"),
    path("<int:pk>/begin/", live_views.begin, name="begin"),
    path("<int:pk>/keep/", live_views.keep, name="keep"),
    path("<int:pk>/end/", live_views.end, name="end"),
    path("<int:pk>/recap/", live_views.recap, name="recap"),
    path("<int:pk>/recap/revoke/", live_views.revoke, name="revoke"),
    path("about/<int:pk>/note/", views.note, name="note"),
]
