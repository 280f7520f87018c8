"""What keeping clients pays: /pay/."""

from django.urls import path

from wonback.rewards import pay_views

app_name = "pay"
urlpatterns = [
    path("", pay_views.statement, name="statement"),
    path("scheme/", pay_views.scheme, name="scheme"),
    path("scheme/<int:pk>/in-force/", pay_views.put_in_force, name="put_in_force"),
    path("close/", pay_views.close, name="close"),
]
