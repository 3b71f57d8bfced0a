"""The operators' host."""

from django.urls import path

from tenants.pages import archive, county, division_change, division_release, new

app_name = "tenants"
urlpatterns = [
    path("", county.county_list, name="counties"),
    path("new/", new.new_county, name="new"),
    path("province/", new.province, name="province"),
    path("migration/", new.migration, name="migration"),
    path("archives/", archive.archive_list, name="archives"),
    path("archives/<str:name>", archive.download_archive, name="archive"),
    path("counties/<str:code>/", county.county, name="county"),
    path("counties/<str:code>/<slug:act>/", county.act_on_county, name="act"),
    path("divisions/", division_change.change_list, name="division_changes"),
    path("divisions/new/", division_change.new_change, name="new_division_change"),
    path("divisions/lists/<slug:release>/", division_release.show_release, name="division_release"),
    path(
        "divisions/lists/<slug:release>/preview/",
        division_release.ask_preview,
        name="preview_division_release",
    ),
    path(
        "divisions/lists/<slug:release>/carry-out/",
        division_release.carry_out_release,
        name="carry_out_division_release",
    ),
    path("divisions/<uuid:uuid>/", division_change.show_change, name="division_change"),
    path(
        "divisions/<uuid:uuid>/carry-out/",
        division_change.carry_out_change,
        name="carry_out_division_change",
    ),
    path("divisions/<uuid:uuid>/reject/", division_change.reject, name="reject_division_change"),
]
