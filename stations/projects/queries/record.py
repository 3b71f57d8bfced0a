"""The lines of this app's records behind a figure."""

from django.utils.translation import gettext_lazy as _

from stations.projects.models import ProjectTarget
from stations.records.lines import Source, Sources

SOURCES: Sources = {
    "project_target": Source(
        _("Target of the project"),
        ProjectTarget,
        "received_at",
        "project__name",
        "agreed",
        is_person=False,
    ),
}
