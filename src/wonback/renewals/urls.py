"""Contracts that end: /renewals/."""

from django.urls import path

from wonback.renewals import views

app_name = "renewals"
urlpatterns = [
    path("", views.renewals, name="renewals"),
    path("<int:pk>/", views.renewal, name="renewal"),
    path("<int:pk>/expect/", views.expect, name="expect"),
    path("<int:pk>/count-on/", views.count_on, name="count_on"),
    path("<int:pk>/renew/", views.renew, name="renew"),
    path("<int:pk>/lose/", views.lose, name="lose"),
]
