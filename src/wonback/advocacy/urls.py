"""Clients who vouch for us and send us others: /advocates/."""

from django.urls import path

from wonback.advocacy import referral_views, views

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
    path("clients/<int:pk>/whom-they-know/", referral_views.ask, name="ask_for_referral"),
    path("clients/<int:pk>/referral/", referral_views.note, name="note_referral"),
    path("referrals/", referral_views.referrals, name="referrals"),
    path("referrals/<int:pk>/", referral_views.referral, name="referral"),
    path("referrals/<int:pk>/give/", referral_views.give, name="give"),
    path("referrals/<int:pk>/meet/", referral_views.meet, name="meet"),
    path("referrals/<int:pk>/win/", referral_views.win, name="win"),
    path("referrals/<int:pk>/end/", referral_views.end, name="end_referral"),
]
