"""Addresses under /s/: what somebody at a client opens with a link, without signing in."""

from django.urls import URLPattern

app_name = "strangers"
urlpatterns: list[URLPattern] = []
