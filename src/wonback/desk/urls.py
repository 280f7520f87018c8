"""The screens people work at."""

from django.urls import path
from django.views.generic import RedirectView

from wonback.desk import book_views, loss, lost, views

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
    path("search/", views.search, name="search"),
    path("insights/", book_views.insights, name="insights"),
    path("book/", book_views.book, name="book"),
    path("book/<slug:key>/", book_views.book_list, name="book_list"),
]
