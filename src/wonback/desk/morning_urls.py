"""Addresses under /m/: what a rep opens with a link of their morning mail, without signing in."""

from django.urls import path

from wonback.desk import morning_views

app_name = "mornings"
urlpatterns = [
    path("done/<str:token>/", morning_views.done, name="done"),
    path("tomorrow/<str:token>/", morning_views.tomorrow, name="tomorrow"),
    path("skip/<str:token>/", morning_views.skip, name="skip"),
]
