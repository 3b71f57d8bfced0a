"""The operators' host."""

from django.urls import path

from tenants.pages import county

app_name = "tenants"
urlpatterns = [path("", county.county_list, name="counties")]
