"""Addresses under /interviews/."""

from django.urls import path

from wonback.interviews import views

app_name = "interviews"
urlpatterns = [
    path("about/<int:pk>/note/", views.note, name="note"),
]
