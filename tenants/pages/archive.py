"""Archives: what there is, taking one away, and a county that comes in one."""

import logging

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import Conflict, Invalid, NotFound
from kernel.web.forms import add_errors
from kernel.web.refusals import status_of
from tenants.archive.folder import find_archive, list_archives
from tenants.forms import ArrivalForm
from tenants.jobs.archive import order_restore

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def archive_list(request: ActorRequest) -> HttpResponse:
    """The folder's archives; below, the form for a county of another installation."""
    form = ArrivalForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            asked = order_restore(
                actor=request.actor,
                name=given["archive"],
                passphrase=given["passphrase"],
                host=given["host"],
            )
        except (Conflict, Invalid) as error:
            add_errors(form, error)
            status = status_of(error)
        else:
            return redirect("operations:operation", asked.uuid)
    context = {"archives": list_archives(actor=request.actor), "form": form}
    return render(request, "tenants/archive_list.html", context, status=status)


@require_safe
def download_archive(request: ActorRequest, name: str) -> FileResponse:
    """One archive, encrypted as it lies there; who took it is in the log."""
    require(request.actor, OfficialRole.PLATFORM)
    try:
        path = find_archive(name)
    except Invalid as error:
        raise NotFound(error.detail) from error
    logger.warning("archive taken: %s by %s", name, request.actor.user_uuid)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
