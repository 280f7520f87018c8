"""Addresses under /numbers/."""

from django.urls import path

from wonback.metrics import views

app_name = "metrics"
urlpatterns = [
    path("", views.numbers, name="numbers"),
    path("staying-longer/", views.segments, name="segments"),
    path("<slug:slug>/", views.metric, name="metric"),
    path("<slug:slug>/rows.csv", views.rows, name="rows"),
    path("<slug:slug>/picture.png", views.picture, name="picture"),
]
