"""A county's host: the terms under which its data is processed for it."""

from django.urls import path

from tenants.pages import terms

app_name = "terms"
urlpatterns = [path("", terms.show_terms, name="show")]
