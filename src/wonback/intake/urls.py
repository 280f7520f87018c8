"""Bringing files in."""

from django.urls import path

from wonback.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.batches, name="batches"),
    path("drop/", views.drop, name="drop"),
    path("await/", views.await_files, name="await"),
    path("<int:pk>/arriving/", views.arrivals, name="arrivals"),
    path("<int:pk>/arriving/<int:place>", views.arrival, name="arrival"),
    path("<int:pk>/", views.batch, name="batch"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/bring-in/", views.commit, name="commit"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/records/<slug:kind>/", views.records, name="records"),
    path("<int:pk>/stop/", views.stop, name="stop"),
    path("<int:pk>/<int:place>/refused/", views.refused, name="refused"),
]
