"""What the roll-up answers on a county's host: the county's own line of annex 1."""

from django.urls import path

from evaluation.rollup.pages.target import export_county

app_name = "rollup"
urlpatterns = [path("targets/export/", export_county, name="target_export")]
