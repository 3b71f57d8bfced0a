"""The county's rubric: read by all whom it binds, changed by the bureau until a cycle opens."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from evaluation.rubrics.adoption.domain import adopt, change_overlay, discard_adoption
from evaluation.rubrics.adoption.forms import AreaForm
from evaluation.rubrics.adoption.labels import pick
from evaluation.rubrics.adoption.models import Adoption
from evaluation.rubrics.adoption.queries.listing import RubricRow, list_numbers
from evaluation.rubrics.adoption.rules import READERS
from evaluation.rubrics.queries import latest_versions
from evaluation.scoring.indicator import Label
from kernel.access.models import Role
from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from kernel.errors import Invalid


@require_GET
def show_rubric(request: ActorRequest) -> HttpResponse:
    """The adoption made last, or the published versions to choose from."""
    require(request.actor, *READERS)
    seen = Adoption.objects.restrict(request.actor, "view").filter(carried_from="")
    return _render(request, seen.order_by("id").last())


@require_GET
def show_adoption(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One adoption, also an earlier one."""
    return _render(request, _find(request, uuid, "view"))


@require_POST
def adopt_version(request: ActorRequest) -> HttpResponse:
    """Adopt a published version, chosen by rubric and number."""
    adoption = adopt(
        actor=request.actor,
        rubric_id=request.POST.get("rubric_id", ""),
        version=request.POST.get("version", ""),
    )
    messages.success(request, _("The rubric is adopted; its numbers may now be changed."))
    return redirect("adoption:version", uuid=adoption.uuid)


@require_POST
def discard(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Delete an open adoption with its numbers."""
    discard_adoption(actor=request.actor, adoption=_find(request, uuid, "change"))
    messages.success(request, _("The adoption and its numbers are discarded."))
    return redirect("adoption:adoption")


@require_POST
def change_area(request: ActorRequest, uuid: UUID, area: str) -> HttpResponse:
    """Change numbers of one area; what is refused comes back with all that was typed (422)."""
    adoption = _find(request, uuid, "change")
    row = next((each for each in list_numbers(adoption).areas if each.id == area), None)
    if row is None:
        raise Http404
    form = AreaForm(row, request.POST)
    if form.is_valid():
        try:
            change_overlay(actor=request.actor, adoption=adoption, changes=form.changes)
        except Invalid as refusal:
            form.show(refusal)
    if form.errors:
        return _render(request, adoption, form, status=422)
    messages.success(request, _("The numbers are saved."))
    return redirect("adoption:version", uuid=adoption.uuid)


def _find(request: ActorRequest, uuid: UUID, action: str) -> Adoption:
    return get_object_or_404(Adoption.objects.restrict(request.actor, action), uuid=uuid)


def _render(
    request: ActorRequest, adoption: Adoption | None, bad: AreaForm | None = None, status: int = 200
) -> HttpResponse:
    rubric = list_numbers(adoption) if adoption else None
    may_change = request.actor.has(Role.BUREAU)
    seen = Adoption.objects.restrict(request.actor, "view")
    titled = seen.defer("content").annotate(title=F("content__title"))
    adoptions: list[Any] = list(titled.order_by("-id"))
    may_adopt = may_change and all(each.is_frozen or each.carried_from for each in adoptions)
    published = latest_versions() if may_adopt else []
    context = {
        "adoption": adoption,
        "title": rubric.title if rubric else "",
        "forms": _forms(rubric, bad) if rubric else [],
        "may_adopt": may_adopt,
        "may_change": may_change
        and adoption is not None
        and not (adoption.is_frozen or adoption.carried_from),
        "versions": [(pick(each.title), each) for each in published],
        "adoptions": [(pick(Label(**each.title)), each) for each in adoptions],
    }
    return render(request, "adoption/adoption.html", context, status=status)


def _forms(rubric: RubricRow, bad: AreaForm | None) -> list[AreaForm]:
    """A form for each area; the refused one as it was typed."""
    return [bad if bad and bad.area.id == area.id else AreaForm(area) for area in rubric.areas]
