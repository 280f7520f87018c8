"""Where the record of a client is kept: /clients/. The list and the page of one client are the desk's."""

from django.urls import path

from wonback.clients import views

app_name = "clients"
urlpatterns = [
    path("new/", views.new, name="new"),
    path("alike/", views.alike, name="alike"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/contacts/", views.meet, name="meet"),
    path("contacts/<int:pk>/", views.contact, name="contact"),
    path("contacts/<int:pk>/stand/", views.stand, name="stand"),
    path("contacts/<int:pk>/left/", views.left, name="left"),
    path("<int:pk>/permissions/", views.permission, name="permission"),
    path("<int:pk>/hand-over/", views.hand_over, name="hand_over"),
]
