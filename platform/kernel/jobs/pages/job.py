"""How far a job is: a page, and the part of it that htmx asks for again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kernel.access.request import ActorRequest
from kernel.jobs.models import Work
from kernel.jobs.queries import find_job

PAUSES = (2, 5, 15)  # seconds before the first, the second, and each further look


@require_safe
def job(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The job with its progress; without JavaScript it is looked at again by a link."""
    return show_progress(request, find_job(actor=request.actor, uuid=uuid), "jobs/job.html")


def show_progress(request: ActorRequest, work: Work, template: str) -> HttpResponse:
    """A page about one piece of work, or for htmx the part of it that changes."""
    look = request.GET.get("look", "")
    count = int(look) if look.isdecimal() and len(look) < 4 else 0
    context = {
        "job": work,
        "pause": PAUSES[min(count, len(PAUSES) - 1)],
        "next_look": count + 1,
    }
    is_part = bool(request.headers.get("HX-Request"))
    return render(request, "jobs/_progress.html" if is_part else template, context)
