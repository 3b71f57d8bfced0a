"""What operators have asked for, and how far each is."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kernel.access.request import ActorRequest
from kernel.jobs.pages.job import show_progress
from kernel.operations.queries import find_operation, list_operations

PAGE = 50


@require_safe
def operations(request: ActorRequest) -> HttpResponse:
    """The list, the newest first."""
    pages = Paginator(list_operations(actor=request.actor), PAGE)
    context = {"page": pages.get_page(request.GET.get("page"))}
    return render(request, "operations/operation_list.html", context)


@require_safe
def operation(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One operation with its progress."""
    found = find_operation(actor=request.actor, uuid=uuid)
    return show_progress(request, found, "operations/operation.html")
