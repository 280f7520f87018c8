"""Addresses under /h/: what a rep opens with a link of a letter, without signing in."""

from django.urls import path

from wonback.winback import handed_views

app_name = "handed"
urlpatterns = [
    path("accept/<str:token>/", handed_views.accept, name="accept"),
    path("give-back/<str:token>/", handed_views.give_back, name="give_back"),
]
