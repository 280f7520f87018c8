"""Where clients are kept: /care/."""

from django.urls import path

from wonback.care import defence_views, expansion_views, rhythm_views, risk_views, shelf_views, views

app_name = "care"
urlpatterns = [
    path("clients/<int:pk>/touch/", views.touch, name="touch"),
    path("touches/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("clients/<int:pk>/put-off/", views.put_off, name="put_off"),
    path("clients/<int:pk>/skip/", views.skip, name="skip"),
    path("snoozes/<int:pk>/take-up/", views.take_up, name="take_up"),
    path("clients/<int:pk>/promise/", views.promise, name="promise"),
    path("promises/<int:pk>/keep/", views.keep, name="keep"),
    path("clients/<int:pk>/concern/", views.concern, name="concern"),
    path("concerns/<int:pk>/settle/", views.settle, name="settle"),
    path("clients/<int:pk>/sighting/", defence_views.sighting, name="sighting"),
    path("defence-steps/<int:pk>/do/", defence_views.do, name="do_defence_step"),
    path("defences/<int:pk>/kept/", defence_views.keep, name="keep_defence"),
    path("defences/<int:pk>/lost/", defence_views.lose, name="lose_defence"),
    path("clients/<int:pk>/expansion/", expansion_views.open_, name="expansion"),
    path("expansions/<int:pk>/move/", expansion_views.move, name="move_expansion"),
    path("expansions/<int:pk>/won/", expansion_views.win, name="win_expansion"),
    path("expansions/<int:pk>/declined/", expansion_views.decline, name="decline_expansion"),
    path("shelf/", shelf_views.shelf, name="shelf"),
    path("shelf/<int:pk>/", shelf_views.edit, name="edit_piece"),
    path("shelf/<int:pk>/retire/", shelf_views.retire, name="retire_piece"),
    path("clients/<int:pk>/rhythm/", views.rhythm, name="rhythm"),
    path("clients/<int:pk>/health/", risk_views.health, name="health"),
    path("clients/<int:pk>/readings/", risk_views.note_reading, name="note_reading"),
    path("clients/<int:pk>/risk/", risk_views.see, name="see_risk"),
    path("risks/<int:pk>/plan/", risk_views.plan, name="plan_risk"),
    path("risks/<int:pk>/begin/", risk_views.begin, name="begin_risk"),
    path("risks/<int:pk>/save/", risk_views.save, name="save_risk"),
    path("risk/back-test/", risk_views.back_test, name="back_test"),
    path("risk/weigh/", risk_views.weigh, name="weigh"),
    path("rhythms/", rhythm_views.rhythms, name="rhythms"),
    path("rhythms/agree/", rhythm_views.agree, name="agree_rhythm"),
    path("rhythms/seasons/", rhythm_views.keep_for_all, name="keep_season_for_all"),
    path("clients/<int:pk>/season/", rhythm_views.keep, name="keep_season"),
    path("seasons/<int:pk>/end/", rhythm_views.end, name="end_season"),
    path("touches/<int:pk>/came-back/", rhythm_views.come_back, name="came_back"),
]
