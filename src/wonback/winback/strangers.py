"""Addresses under /s/: what a client who came back opens with a link, without signing in."""

from django.urls import path

from wonback.winback import aftercare_views

app_name = "ledger"
urlpatterns = [
    path("promises/<str:token>/", aftercare_views.ledger, name="ledger"),
    path("promises/<str:token>/judge/", aftercare_views.judge, name="judge"),
]
