"""Addresses under /team/, for admins."""

from django.urls import path

from wonback.team import views

app_name = "team"
urlpatterns = [
    path("", views.chart, name="chart"),
    path("add/", views.add, name="add"),
    path("audit/", views.audit, name="audit"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/employ/", views.employ, name="employ"),
    path("<int:pk>/invite/", views.send_invitation, name="invite"),
    path("<int:pk>/second-factor/forget/", views.forget_second_factor, name="forget_second_factor"),
    path("<int:pk>/bring-back/", views.bring_back, name="bring_back"),
]
