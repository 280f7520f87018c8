"""Addresses under /s/: what somebody at a client opens with a link, without signing in."""

from django.urls import path

from wonback.interviews import booking_views

app_name = "strangers"
urlpatterns = [
    # when may we call you?
    path("talk/<str:token>/", booking_views.booking, name="booking"),
    path("talk/<str:token>/book/", booking_views.book, name="book"),
    path("talk/<str:token>/cancel/", booking_views.cancel, name="cancel"),
    path("talk/<str:token>/refuse/", booking_views.refuse, name="refuse"),
]
