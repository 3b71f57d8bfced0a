"""Pages of the jobs, on a county's host."""

from django.urls import path

from kernel.jobs.pages.job import job

app_name = "jobs"
urlpatterns = [path("jobs/<uuid:uuid>/", job, name="job")]
