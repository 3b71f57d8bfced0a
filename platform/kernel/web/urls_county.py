"""Pages of a county's host: those of every host, and the work desk as its start page."""

from django.urls import path

from kernel.web import urls_public
from kernel.web.pages.desk import desk

app_name = "web"
urlpatterns = [path("", desk, name="desk"), *urls_public.urlpatterns]
