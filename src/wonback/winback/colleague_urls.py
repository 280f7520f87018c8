"""Addresses under /c/: what a colleague opens with a link from a letter, without signing in."""

from django.urls import path

from wonback.winback import colleague_views

app_name = "colleagues"
urlpatterns = [
    path("nudge/<str:token>/ready/", colleague_views.ready, name="ready"),
    path("nudge/<str:token>/not-certain/", colleague_views.not_certain, name="not_certain"),
]
