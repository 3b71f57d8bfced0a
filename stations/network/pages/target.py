"""Build targets of the county against what runs."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kernel.access.models import Role
from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from kernel.tenancy.connection import connection
from kernel.workdays.clock import today
from stations.network.domain.target import set_targets
from stations.network.enums import TARGET_LEVELS
from stations.network.forms import TargetForm
from stations.network.pages.form import answer_form
from stations.network.pages.station import answers_form
from stations.network.pages.tree import READERS_OF_TARGETS
from stations.network.queries.target import (
    rooms_advice,
    target_table,
    target_tables,
    target_years,
)
from stations.network.rules import MAY_SET_TARGET


@require_GET
def show_targets(request: ActorRequest) -> HttpResponse:
    """A line a year: target, actual and gap of each level and of all, newest year first."""
    require(request.actor, *READERS_OF_TARGETS)
    years = sorted({*target_years(), today().year}, reverse=True)
    tables = target_tables(years)
    county: Any = connection.tenant  # type: ignore[attr-defined]
    context = {
        "rooms_advice": rooms_advice(county.tags, tables),
        "levels": [level.label for level in TARGET_LEVELS],
        "tables": tables,
        "may_set": request.actor.has(*MAY_SET_TARGET),
        "crumbs": [(_("Network"), reverse("network:tree")), (_("Build targets"), "")],
    }
    return render(request, "network/targets.html", context)


@answers_form
def change_targets(request: ActorRequest) -> HttpResponse:
    """Set the targets of one year; `?year=` fills the form with those there are."""
    require(request.actor, Role.BUREAU)
    form = TargetForm(request.POST or None, initial=present_targets(request.GET.get("year", "")))

    def save(values: dict[str, Any]) -> str:
        given = {level: values[level.value] for level in TARGET_LEVELS}
        known = {level: target for level, target in given.items() if target is not None}
        set_targets(actor=request.actor, year=values["year"], targets=known)
        return reverse("network:targets")

    back = reverse("network:targets")
    return answer_form(
        request,
        form,
        save,
        done=_("The targets are saved."),
        title=_("Set targets"),
        crumbs=[(_("Build targets"), back), (_("Set targets"), "")],
        back=back,
    )


def present_targets(given: str) -> dict[str, int | None]:
    """Year and targets to begin with; the running year where none is asked for."""
    is_year = given.isascii() and given.isdigit() and len(given) == 4 and int(given) > 0
    year = int(given) if is_year else today().year
    cells = target_table(year).cells
    return {"year": year} | {level.value: cell.target for level, cell in cells.items()}
