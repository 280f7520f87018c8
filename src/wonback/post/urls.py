"""Addresses under /outbox/."""

from django.urls import path

from wonback.post import views

app_name = "post"
urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/arrived/", views.arrived, name="arrived"),
    path("<int:pk>/hold/", views.hold, name="hold"),
]
