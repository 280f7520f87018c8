"""The programs we are joined with."""

from django.urls import path

from wonback.connectors import views

app_name = "connectors"
urlpatterns = [
    path("", views.connectors, name="connectors"),
    path("<int:pk>/", views.connector, name="connector"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/try/", views.try_token, name="try_token"),
    path("<int:pk>/look/", views.look, name="look"),
    path("<int:pk>/stop/", views.stop, name="stop"),
    path("<int:pk>/write-back/", views.write_back, name="write_back"),
    path("<int:pk>/tell/", views.tell, name="tell"),
    path("<int:pk>/disconnect/", views.disconnect, name="disconnect"),
    path("<slug:name>/connect/", views.connect, name="connect"),
]
