"""The screens people work at."""

from django.urls import path
from django.views.generic import RedirectView

from wonback.desk import book_views, loss, lost, morning_views, offline_views, views

app_name = "desk"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="desk:today"), name="home"),
    path("today/", views.today, name="today"),
    path("today/<int:pk>/", views.sheet, name="sheet"),
    path("clients/", views.clients, name="clients"),
    path("clients/<int:pk>/", views.client, name="client"),
    path("losses/<int:pk>/", loss.loss, name="loss"),
    path("lost/", lost.lost, name="lost"),
    path("lost/hand-out/", lost.hand_out, name="hand_out"),
    path("offline/", offline_views.offline, name="offline"),
    path("offline/who/", offline_views.who, name="offline_who"),
    path("offline/day/", offline_views.day, name="offline_day"),
    path("service-worker.js", offline_views.service_worker, name="service_worker"),
    path("wonback.webmanifest", offline_views.manifest, name="manifest"),
    path("my-morning/", morning_views.my_morning, name="my_morning"),
    path("search/", views.search, name="search"),
    path("insights/", book_views.insights, name="insights"),
    path("book/", book_views.book, name="book"),
    path("book/<slug:key>/", book_views.book_list, name="book_list"),
]
