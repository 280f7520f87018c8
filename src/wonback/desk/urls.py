"""The screens people work at."""

from django.urls import path
from django.views.generic import RedirectView

from wonback.desk import (
    book_views,
    feed_views,
    leaving_views,
    loss,
    lost,
    morning_views,
    offline_views,
    people,
    planner_views,
    recoverable,
    risks,
    views,
)

app_name = "desk"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="desk:today"), name="home"),
    path("today/", views.today, name="today"),
    path("today/<int:pk>/", views.sheet, name="sheet"),
    path("clients/", views.clients, name="clients"),
    path("clients/<int:pk>/", views.client, name="client"),
    path("clients/<int:pk>/people/", people.people, name="people"),
    path("team/<int:pk>/leaving/", leaving_views.leaving, name="leaving"),
    path("losses/<int:pk>/", loss.loss, name="loss"),
    path("lost/", lost.lost, name="lost"),
    path("lost/recoverable/", recoverable.recoverable, name="recoverable"),
    path("lost/hand-out/", lost.hand_out, name="hand_out"),
    path("offline/", offline_views.offline, name="offline"),
    path("offline/who/", offline_views.who, name="offline_who"),
    path("offline/day/", offline_views.day, name="offline_day"),
    path("service-worker.js", offline_views.service_worker, name="service_worker"),
    path("wonback.webmanifest", offline_views.manifest, name="manifest"),
    path("my-morning/", morning_views.my_morning, name="my_morning"),
    path("planner/", planner_views.planner, name="planner"),
    path("planner/fill/", planner_views.fill, name="fill_planner"),
    path("planner/touches/<int:pk>/move/", planner_views.move, name="move_planned"),
    path("planner/touches/<int:pk>/let-go/", planner_views.let_go, name="let_planned_go"),
    path("planner/clients/<int:pk>/", planner_views.plan, name="plan_touch"),
    path("planner/holidays/", planner_views.keep_holiday, name="keep_holiday"),
    path("planner/holidays/<int:pk>/cancel/", planner_views.cancel_holiday, name="cancel_holiday"),
    path("planner/people/<int:pk>/away/", planner_views.go_away, name="plan_away"),
    path("planner/away/<int:pk>/cancel/", planner_views.come_back, name="cancel_away"),
    path("calendar/renew/", feed_views.renew, name="renew_feed"),
    path("calendar/<str:token>.ics", feed_views.calendar, name="feed"),
    path("risks/", risks.risks, name="risks"),
    path("search/", views.search, name="search"),
    path("insights/", book_views.insights, name="insights"),
    path("book/", book_views.book, name="book"),
    path("book/<slug:key>/", book_views.book_list, name="book_list"),
]
