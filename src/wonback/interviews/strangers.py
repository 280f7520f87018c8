"""Addresses under /s/: what somebody at a client opens with a link, without signing in."""

from django.urls import path

from wonback.interviews import booking_views, live_views

app_name = "strangers"
urlpatterns = [
    # when may we call you?
    path("talk/<str:token>/", booking_views.booking, name="booking"),
    path("talk/<str:token>/book/", booking_views.book, name="book"),
    path("talk/<str:token>/cancel/", booking_views.cancel, name="cancel"),
    path("talk/<str:token>/refuse/", booking_views.refuse, name="refuse"),
    # did we hear you right?
    path("recap/<str:token>/", live_views.read, name="recap"),
    path("recap/<str:token>/verdict/", live_views.verdict, name="verdict"),
]
