"""How far a job is: a page, and the part of it that htmx asks for again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kernel.access.request import ActorRequest
from kernel.jobs.queries import find_job

PAUSES = (2, 5, 15)  # seconds before the first, the second, and each further look


@require_safe
def job(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The job with its progress; without JavaScript it is looked at again by a link."""
    look = request.GET.get("look", "")
    count = int(look) if look.isdecimal() and len(look) < 4 else 0
    context = {
        "job": find_job(actor=request.actor, uuid=uuid),
        "pause": PAUSES[min(count, len(PAUSES) - 1)],
        "next_look": count + 1,
    }
    template = "jobs/_progress.html" if request.headers.get("HX-Request") else "jobs/job.html"
    return render(request, template, context)
