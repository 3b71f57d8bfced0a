"""The operators' host."""

from django.urls import path

from tenants.pages import county, new

app_name = "tenants"
urlpatterns = [
    path("", county.county_list, name="counties"),
    path("new/", new.new_county, name="new"),
    path("migration/", new.migration, name="migration"),
    path("counties/<str:code>/", county.county, name="county"),
    path("counties/<str:code>/<slug:act>/", county.act_on_county, name="act"),
]
