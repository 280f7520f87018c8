"""Clients who vouch for us: /advocates/."""

from django.urls import path

from wonback.advocacy import views

app_name = "advocacy"
urlpatterns = [
    path("", views.advocates, name="advocates"),
    path("find/", views.find, name="find"),
    path("clients/<int:pk>/agree/", views.agree, name="agree"),
    path("<int:pk>/end/", views.end, name="end"),
    path("<int:pk>/ask/", views.ask, name="ask"),
    path("asked/", views.asked, name="asked"),
    path("asked/<int:pk>/", views.vouching, name="vouching"),
    path("asked/<int:pk>/accept/", views.accept, name="accept"),
    path("asked/<int:pk>/decline/", views.decline, name="decline"),
    path("asked/<int:pk>/hold/", views.hold, name="hold"),
    path("asked/<int:pk>/credit/", views.credit, name="credit"),
]
