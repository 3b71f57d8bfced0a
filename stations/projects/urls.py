"""Pages about purchased projects on a county's host, below /projects/."""

from django.urls import path

from stations.projects.pages import progress, report
from stations.projects.registers import REGISTERS
from stations.records.register.pages import register_urls

app_name = "projects"

urlpatterns = [
    path("", progress.list_projects, name="all"),
    path("reports/<uuid:uuid>/file/", report.send_report, name="report-file"),
    path("<uuid:uuid>/", progress.show_progress, name="progress"),
    path("<uuid:uuid>/records/<uuid:target>/", progress.list_evidence, name="evidence"),
    *(address for register in REGISTERS for address in register_urls(register)),
]
