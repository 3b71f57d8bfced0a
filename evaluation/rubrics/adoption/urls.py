"""Pages of the county's rubric, below /rubric/."""

from django.urls import path

from evaluation.rubrics.adoption.pages import adoption

app_name = "adoption"

urlpatterns = [
    path("", adoption.show_rubric, name="adoption"),
    path("adopt/", adoption.adopt_version, name="adopt"),
    path("<uuid:uuid>/", adoption.show_adoption, name="version"),
    path("<uuid:uuid>/discard/", adoption.discard, name="discard"),
    path("<uuid:uuid>/<str:area>/", adoption.change_area, name="change"),
]
