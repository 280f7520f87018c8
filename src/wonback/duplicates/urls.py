"""Clients that were written down twice: /duplicates/."""

from django.urls import path

from wonback.duplicates import views

app_name = "duplicates"
urlpatterns = [
    path("", views.pairs, name="pairs"),
    path("identical/", views.identical, name="identical"),
    path("merges/", views.merges, name="merges"),
    path("merges/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("<int:pk>/", views.pair, name="pair"),
    path("<int:pk>/merge/", views.merge, name="merge"),
    path("<int:pk>/keep-apart/", views.keep_apart, name="keep_apart"),
    path("<int:pk>/reconsider/", views.reconsider, name="reconsider"),
]
