from django.urls import path

from wonback.web import views

app_name = "web"

urlpatterns = [
    path("", views.design, name="design"),
    path("refused/", views.refused, name="refused"),
]
