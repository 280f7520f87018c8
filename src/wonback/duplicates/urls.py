"""Clients, and people at one client, that were written down twice: /duplicates/."""

from django.urls import path

from wonback.duplicates import people_views, views

app_name = "duplicates"
urlpatterns = [
    path("", views.pairs, name="pairs"),
    path("identical/", views.identical, name="identical"),
    path("merges/", views.merges, name="merges"),
    path("merges/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("people/", people_views.people, name="people"),
    path("people/<int:pk>/", people_views.person_pair, name="person_pair"),
    path("people/<int:pk>/merge/", people_views.merge_people, name="merge_people"),
    path("people/<int:pk>/keep-apart/", people_views.keep_people_apart, name="keep_people_apart"),
    path("people/<int:pk>/reconsider/", people_views.reconsider_people, name="reconsider_people"),
    path("<int:pk>/", views.pair, name="pair"),
    path("<int:pk>/merge/", views.merge, name="merge"),
    path("<int:pk>/keep-apart/", views.keep_apart, name="keep_apart"),
    path("<int:pk>/reconsider/", views.reconsider, name="reconsider"),
]
