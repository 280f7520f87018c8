"""Addresses under /losses/."""

from django.urls import path

from wonback.losses import views

app_name = "losses"
urlpatterns = [
    path("new/", views.record, name="record"),
    path("silent/", views.silent, name="silent"),
    path("silent/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("silent/<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("reasons/", views.reasons, name="reasons"),
    path("reasons/<int:pk>/rename/", views.rename, name="rename"),
    path("reasons/<int:pk>/retire/", views.retire, name="retire"),
    path("reasons/<int:pk>/bring-back/", views.bring_back, name="bring_back"),
    path("<int:pk>/own/", views.own, name="own"),
    path("<int:pk>/hear/", views.hear, name="hear"),
    path("<int:pk>/let-go/", views.let_go, name="let_go"),
    path("<int:pk>/take-up/", views.take_up, name="take_up"),
]
