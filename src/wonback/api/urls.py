"""Addresses for programs and about them."""

from django.urls import include, path

from wonback.api import views
from wonback.api.v1 import api

pages = [
    path("me/tokens/", views.tokens, name="tokens"),
    path("me/tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("problems/", views.problems, name="problems"),
    path("problems/<slug:code>/", views.problem, name="problem"),
    path("docs/api/", views.reference, name="reference"),
]
urlpatterns = [path("api/v1/", api.urls), path("", include((pages, "tokens")))]
