"""A report on a project as a file."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.request import ActorRequest
from stations.projects.queries.project import find_report
from stations.projects.report_pdf import take_report


@cache_control(no_store=True)
@require_GET
def send_report(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The PDF as it was drawn up; who took it is kept."""
    return take_report(actor=request.actor, report=find_report(request.actor, uuid))
