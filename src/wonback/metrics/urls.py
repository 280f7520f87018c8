"""Addresses under /numbers/."""

from django.urls import path

from wonback.metrics import views

app_name = "metrics"
urlpatterns = [
    path("", views.numbers, name="numbers"),
    path("<slug:slug>/", views.metric, name="metric"),
    path("<slug:slug>/rows.csv", views.rows, name="rows"),
]
