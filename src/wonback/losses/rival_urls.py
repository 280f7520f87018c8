"""Addresses under /competitors/."""

from django.urls import path

from wonback.losses import rival_views

app_name = "competitors"
urlpatterns = [
    path("", rival_views.rivals, name="list"),
    path("<int:pk>/", rival_views.rival, name="one"),
]
