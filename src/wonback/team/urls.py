"""Addresses under /team/, for admins."""

from django.urls import path

from wonback.team import views

app_name = "team"
urlpatterns = [
    path("", views.chart, name="chart"),
    path("<int:pk>/", views.person, name="person"),
]
