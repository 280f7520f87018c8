"""What everybody reads: /praise/."""

from django.urls import path

from wonback.rewards import views

app_name = "praise"
urlpatterns = [
    path("", views.feed, name="feed"),
    path("give/", views.give, name="give"),
    path("<int:pk>/join-in/", views.join_in, name="join_in"),
    path("<int:pk>/take-back/", views.take_back, name="take_back"),
]
