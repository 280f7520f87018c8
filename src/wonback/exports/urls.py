"""Taking things along."""

from django.urls import path

from wonback.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.exports, name="exports"),
    path("whole/", views.ask, name="ask"),
    path("whole/<int:pk>/", views.export, name="export"),
    path("whole/<int:pk>/file/", views.fetch, name="fetch"),
    path("whole/<int:pk>/stop/", views.stop, name="stop"),
    path("whole/<int:pk>/forget/", views.forget, name="forget"),
    path("<slug:name>.<slug:form>", views.take, name="take"),
]
