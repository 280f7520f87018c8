"""Addresses under /s/: what somebody at a client opens with a link, without signing in."""

from django.urls import path

from wonback.interviews import booking_views, recap_views, written_views
from wonback.post import extension_views

app_name = "strangers"
urlpatterns = [
    # when may we call you?
    path("talk/<str:token>/", booking_views.booking, name="booking"),
    path("talk/<str:token>/book/", booking_views.book, name="book"),
    path("talk/<str:token>/cancel/", booking_views.cancel, name="cancel"),
    path("talk/<str:token>/refuse/", booking_views.refuse, name="refuse"),
    # five questions in writing
    path("form/<str:token>/", written_views.first, name="form"),
    path("form/<str:token>/begin/", written_views.begin, name="form_begin"),
    path("form/<str:token>/<int:number>/", written_views.leaf, name="leaf"),
    path("form/<str:token>/end/", written_views.end, name="form_end"),
    path("form/<str:token>/refuse/", written_views.refuse, name="form_refuse"),
    # may what you allowed go on?
    path("permission/<str:token>/", extension_views.extension, name="extension"),
    path("permission/<str:token>/allow/", extension_views.allow, name="extension_allow"),
    path("permission/<str:token>/decline/", extension_views.decline, name="extension_decline"),
    path("permission/<str:token>/forbid/", extension_views.forbid, name="extension_forbid"),
    # did we hear you right?
    path("recap/<str:token>/", recap_views.read, name="recap"),
    path("recap/<str:token>/verdict/", recap_views.verdict, name="verdict"),
    path("recap/<str:token>/forbid/", recap_views.forbid, name="recap_forbid"),
]
