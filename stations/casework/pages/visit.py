"""A place's visits: the list, a new one, one of them, its correction and withdrawal."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.actor import Actor
from kernel.access.request import ActorRequest
from kernel.errors import Conflict, Stale
from kernel.workdays.clock import now, today
from stations.casework.domain import complete_visit, correct_visit, record_visit
from stations.casework.domain.basis import why_unserved
from stations.casework.enums import Place
from stations.casework.forms import CorrectionForm, VisitForm
from stations.casework.models import Beneficiary, Visit
from stations.casework.models.visit import FORM
from stations.casework.queries.planned_visit import find_plan
from stations.casework.queries.visit_template import template_of
from stations.casework.queries.work import (
    find_person,
    find_visit,
    last_visit,
    person_choices,
    persons_served,
    sees_names,
    visits_in,
)
from stations.casework.rules import view_work, write_work
from stations.casework.section_forms import take
from stations.casework.sections import pack, unpack
from stations.casework.visit_templates import Template
from stations.people.queries import find_staff, own_staff, staff_choices, worker_on
from stations.records.domain import may_at, require_row, withdraw
from stations.records.export import export_lists
from stations.records.last import last_values
from stations.records.pages import answer_form, answers_form, crumbs_of, page_of, place_for
from stations.records.register.withdrawal import WITHDRAWAL, WithdrawForm


@cache_control(no_store=True)
@require_GET
def list_visits(request: ActorRequest, code: str) -> HttpResponse:
    """Visits made, the latest first."""
    station = place_for(request.actor, code, view_work(""))
    context = {
        "station": station,
        "page": page_of(request, visits_in(request.actor, station)),
        "sees_names": sees_names(request.actor),
        "may_write": may_at(request.actor, station, write_work("")),
        "may_export": may_at(request.actor, station, export_lists("")),
        "crumbs": crumbs_of(station, _("Visits")),
    }
    return render(request, "casework/visits.html", context)


@answers_form
def add_visit(request: ActorRequest, code: str) -> HttpResponse:
    """Enter a visit that took place."""
    actor = request.actor
    station = place_for(actor, code, write_work(""))
    plan = _planned(actor, station, request.GET)
    form = VisitForm(
        request.POST or None,
        persons=_persons(actor, station, plan),
        why=partial(why_unserved, actor, station),
        template=_template(actor, station, plan, request.GET),
        staff=staff_choices(actor, station, today()),
        initial={
            "held_at": now(),
            **_offered(actor, station, request.GET),
            **_own(actor),
            **(_as_planned(plan) if plan else {}),
        },
    )

    def save(values: dict[str, Any]) -> None:
        person = find_person(actor, station, values.pop("person"))
        visitor = values.pop("staff")
        staff = find_staff(actor, UUID(visitor)) if visitor else None
        answers = take(FORM, values)
        said = {"actor": actor, "staff": staff, "sections": answers, **values}
        if plan is not None:
            complete_visit(visit=plan, **said)
        else:
            record_visit(beneficiary=person, **said)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("New visit"),
        done=_("The visit is entered."),
        back=reverse("casework:due", args=[station.code])
        if plan
        else _way_back(station, request.GET),
    )


@cache_control(no_store=True)
@require_GET
def show_visit(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """One visit, withdrawn or not; name, note and sections as the API gives them."""
    actor = request.actor
    station = place_for(actor, code, view_work(""))
    visit = find_visit(actor, uuid, station)
    files = Beneficiary.objects.restrict(actor, "read").filter(withdrawn_at=None)
    context = {
        "station": station,
        "visit": visit,
        "sees_names": sees_names(actor),
        "may_open": files.filter(pk=visit.beneficiary_id).exists(),
        "corrections": list(visit.corrections.select_related("staff")),
        "may_edit": visit.withdrawn_at is None
        and Visit.objects.restrict(actor, "edit").filter(pk=visit.pk).exists(),
        "crumbs": crumbs_of(
            station, (_("Visits"), reverse("casework:visits", args=[station.code])), _("Visit")
        ),
    }
    return render(request, "casework/visit.html", context)


@cache_control(no_store=True)
@answers_form
def edit_visit(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Put right what a visit says, for a reason; what it said stays on its page."""
    actor = request.actor
    station = place_for(actor, code, view_work(""))
    visit = find_visit(actor, uuid, station)
    require_row(actor, visit, "edit")
    form = CorrectionForm(
        request.POST or None, staff=_staff_choices(actor, station, visit), initial=_said(visit)
    )

    def save(values: dict[str, Any]) -> None:
        try:
            correct_visit(actor=actor, visit=visit, **_as_kept(actor, visit, values))
        except Stale as stale:
            raise Conflict(stale.detail) from stale

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("Correct the visit"),
        done=_("The visit is corrected."),
        back=reverse("casework:visit", args=[station.code, uuid]),
    )


@cache_control(no_store=True)
@answers_form
def withdraw_visit(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Take a wrong visit out of every list and count, for a reason."""
    actor = request.actor
    station = place_for(actor, code, view_work(""))
    visit = find_visit(actor, uuid, station)
    require_row(actor, visit, "edit")
    form = WithdrawForm(request.POST or None, actor=actor, station=station, entry=visit)

    def save(values: dict[str, Any]) -> None:
        withdraw(actor=actor, entry=visit, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=str(WITHDRAWAL.title),
        done=_("Saved."),
        back=reverse("casework:visit", args=[station.code, uuid]),
    )


def _staff_choices(actor: Actor, station: Any, visit: Visit) -> list[tuple[str, str]]:
    """Who works at the place, and who is said to have made the visit."""
    known = dict(staff_choices(actor, station, today()))
    if visit.staff is not None:
        known.setdefault(str(visit.staff.uuid), visit.staff.name)
    return list(known.items())


def _said(visit: Visit) -> dict[str, Any]:
    """What the form begins with."""
    return {
        **{name: getattr(visit, name) for name in ("held_at", "place", "result", "note")},
        "joint_with": visit.joint_with,
        "staff": str(visit.staff.uuid) if visit.staff else "",
        "version": visit.corrections.count(),
        **unpack(visit.sections),
    }


def _as_kept(actor: Actor, visit: Visit, values: dict[str, Any]) -> dict[str, Any]:
    """What the form says, as a visit keeps it; an unchanged minute keeps its seconds."""
    held_at, visitor = values["held_at"], values["staff"]
    if visit.held_at and held_at == visit.held_at.replace(second=0, microsecond=0):
        held_at = visit.held_at
    known = visit.staff is not None and visitor == str(visit.staff.uuid)
    staff = visit.staff if known or not visitor else find_staff(actor, UUID(visitor))
    answers = take(FORM, values)
    return {
        **values,
        "held_at": held_at,
        "staff": staff if visitor else None,
        "sections": pack(FORM, answers),
    }


def _way_back(station: Any, given: Mapping[str, str]) -> str:
    """To the due list, or to the file whose page led here; the visits when nobody was named."""
    person, source = _named(given), given.get("from")
    if person and source == "file":
        return reverse("casework:person", args=[station.code, person])
    return reverse("casework:due" if person else "casework:visits", args=[station.code])


def _named(given: Mapping[str, str]) -> UUID | None:
    """The person a link names."""
    return _uuid_in(given, "person")


def _uuid_in(given: Mapping[str, str], name: str) -> UUID | None:
    try:
        return UUID(given.get(name, ""))
    except ValueError:
        return None


def _planned(actor: Actor, station: Any, given: Mapping[str, str]) -> Visit | None:
    """The planned visit that a link names. Raises NotFound for one that is none."""
    uuid = _uuid_in(given, "plan")
    return find_plan(actor, station, uuid) if uuid else None


def _persons(actor: Actor, station: Any, plan: Visit | None) -> list[tuple[str, str]]:
    """Whom the visit may be to: of a planned one, its person alone."""
    choices = person_choices(actor, station)
    return [each for each in choices if plan is None or each[0] == str(plan.beneficiary.uuid)]


def _template(
    actor: Actor, station: Any, plan: Visit | None, given: Mapping[str, str]
) -> Template | None:
    """What to look at with the person of the plan or the link."""
    uuid = plan.beneficiary.uuid if plan else _named(given)
    person = persons_served(actor, station).filter(uuid=uuid).first() if uuid else None
    return template_of(person, today()) if person else None


def _as_planned(plan: Visit) -> dict[str, str]:
    offered = {"person": str(plan.beneficiary.uuid), "place": plan.place}
    return offered | ({"staff": str(plan.staff.uuid)} if plan.staff else {})


def _own(actor: Actor) -> dict[str, str]:
    """Who enters a visit made it, unless another is chosen."""
    worker = worker_on(own_staff(actor), today())
    return {"staff": str(worker.uuid)} if worker else {}


def _offered(actor: Actor, station: Any, given: Mapping[str, str]) -> dict[str, Any]:
    """The person a link names, with the place and visitor of their last visit, if not another; with
    nobody named, what the actor entered last."""
    person = _named(given)
    if person is None:
        return last_values("visits", actor, visits_in(actor, station))
    last = last_visit(actor, station, person)
    offered = {"person": str(person)}
    if last is not None:
        offered |= {"place": last.place, "staff": str(last.staff.uuid) if last.staff else ""}
    if given.get("place") in Place.values:
        offered["place"] = given["place"]
    return offered
