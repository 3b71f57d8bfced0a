"""A station's cases: the list, a new one, and the page of one."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from kernel.access.request import ActorRequest
from kernel.errors import Conflict, Invalid
from kernel.workdays.clock import today
from stations.casework.case_forms import CaseForm, DocumentForm, HouseholdForm
from stations.casework.domain import advance_case, name_household, open_case, write_document
from stations.casework.domain.basis import why_unserved
from stations.casework.enums import CaseKind, DocumentKind, Stage
from stations.casework.gates import may_check
from stations.casework.minors import counts_as_minor
from stations.casework.pages.reminder import with_address
from stations.casework.queries.assessment import read_assessment
from stations.casework.queries.case import (
    cases_at,
    find_case,
    household_in,
    is_over,
    is_ready_to_close,
    name_in,
    stage_bar,
    view_case,
)
from stations.casework.queries.county_rule import stage_names
from stations.casework.queries.person import find_household, household_choices
from stations.casework.queries.reminder import follow_up_reminders
from stations.casework.queries.work import find_person, person_choices
from stations.casework.rules import open_files, sign_cases, view_archive, view_cases, write_persons
from stations.casework.section_forms import take
from stations.people.queries import find_staff, own_staff, staff_choices, worker_on
from stations.records.domain import may_at
from stations.records.pages import answer_form, answers_form, crumbs_of, page_of, place_for
from stations.records.purge import purge_texts


@cache_control(no_store=True)
@require_GET
def list_cases(request: ActorRequest, code: str) -> HttpResponse:
    """Cases, the latest first; names and titles only for those who may read them."""
    station = place_for(request.actor, code, view_cases(""))
    page = page_of(request, cases_at(request.actor, station))
    names = stage_names()
    context = {
        "station": station,
        "page": page,
        "rows": [(case, name_in(case), names[case.stage]) for case in page.object_list],
        "reminders": with_address(station, follow_up_reminders(request.actor, station, today())),
        "may_write": may_at(request.actor, station, write_persons("")),
        "crumbs": crumbs_of(station, _("Cases")),
    }
    return render(request, "casework/cases.html", context)


@answers_form
def add_case(request: ActorRequest, code: str) -> HttpResponse:
    """Open a case for a person on file."""
    actor = request.actor
    station = place_for(actor, code, write_persons(""))
    own = worker_on(own_staff(actor), today())
    form = CaseForm(
        request.POST or None,
        persons=person_choices(actor, station),
        why=partial(why_unserved, actor, station),
        staff=staff_choices(actor, station, today()),
        households=household_choices(actor, station),
        initial={
            "opened_on": today(),
            "person": request.GET.get("person", ""),
            "responsible": own.uuid if own else "",
        },
    )

    def save(values: dict[str, Any]) -> str:
        person = find_person(actor, station, values.pop("person"))
        worker, chosen = values.pop("responsible"), values.pop("household")
        responsible = find_staff(actor, UUID(worker)) if worker else None
        household = find_household(actor, station, chosen) if chosen else None
        case = open_case(
            actor=actor,
            beneficiary=person,
            responsible=responsible,
            household=household,
            **values,
        )
        return case_address(station, case.uuid)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("New case"),
        done=_("The case is opened."),
        back=reverse("casework:cases", args=[station.code]),
    )


@cache_control(no_store=True)
@require_GET
def show_case(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Where the case stands, what is written, what comes next and what is missing for it."""
    station = place_for(request.actor, code, view_cases(""))
    return _render(request, station, uuid)


@require_POST
def begin_stage(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Begin the stage that the button named; what stands against it is said on the page (409)."""
    station = place_for(request.actor, code, write_persons(""))
    case = find_case(request.actor, uuid, station)
    try:
        advance_case(actor=request.actor, case=case, to=request.POST.get("to", ""))
    except (Conflict, Invalid) as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return _render(request, station, uuid, refusal.detail, status)
    return redirect(case_address(station, uuid))


@answers_form
def add_document(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Write about the case; the kind that is missing is chosen beforehand.

    A kind with sections asks for them: of a kind chosen in the form, once it is sent.
    """
    station = place_for(request.actor, code, write_persons(""))
    case = find_case(request.actor, uuid, station)
    chosen = request.GET.get("kind", "")
    initial = {"written_on": today(), "kind": chosen}
    kind = request.POST.get("kind") or chosen
    form = DocumentForm(request.POST or None, initial=initial, of_kind=kind)

    def save(values: dict[str, Any]) -> None:
        answers = take(kind, values)
        write_document(actor=request.actor, case=case, sections=answers, **values)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("New document"),
        done=_("The document is entered."),
        back=case_address(station, uuid),
        about=name_in(case),
    )


@answers_form
def choose_household(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """For which household the case is, where nobody has said it and the files do not."""
    actor = request.actor
    station = place_for(actor, code, write_persons(""))
    case = find_case(actor, uuid, station)
    form = HouseholdForm(request.POST or None, households=household_choices(actor, station))

    def save(values: dict[str, Any]) -> None:
        household = find_household(actor, station, values["household"])
        name_household(actor=actor, case=case, household=household)

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("Name the household of the case"),
        done=_("Saved."),
        back=case_address(station, uuid),
        about=name_in(case),
    )


def case_address(station: Any, uuid: UUID) -> str:
    """The page of one case."""
    return reverse("casework:case", args=[station.code, uuid])


def _render(
    request: ActorRequest, station: Any, uuid: UUID, refusal: str = "", status: int = 200
) -> HttpResponse:
    view = view_case(find_case(request.actor, uuid, station, with_voided=True))
    case, names = view.case, stage_names()
    stands, asked_for = case.withdrawn_at is None, case.closure_requested_by_uuid
    may_write = stands and may_at(request.actor, station, write_persons(""))
    context = {
        "station": station,
        "view": view,
        "case": case,
        "name": name_in(case),
        "household": household_in(case),
        "assessment": read_assessment(case),
        "bar": stage_bar(case, names),
        "sheets": _sheets(case),
        "next_label": names.get(view.next_step, ""),
        "steps": [(step, names[step.to_stage]) for step in view.steps],
        "may_write": may_write,
        "may_check": may_check(case.kind, case.stage),
        "may_ask": may_write and is_ready_to_close(view) and asked_for is None,
        "may_sign": (
            asked_for not in (None, request.actor.user_uuid)
            and not is_over(case)
            and may_at(request.actor, station, sign_cases(""))
        ),
        "may_take_back": may_write and asked_for == request.actor.user_uuid,
        "may_see_archive": may_at(request.actor, station, view_archive("")),
        "may_purge": stands and may_at(request.actor, station, purge_texts("")),
        "may_open": stands
        and not view.may_read
        and may_at(request.actor, station, open_files(""))
        and counts_as_minor(case.beneficiary),
        "refusal": refusal,
        "crumbs": crumbs_of(
            station, (_("Cases"), reverse("casework:cases", args=[station.code])), name_in(case)
        ),
    }
    return render(request, "casework/case.html", context, status=status)


def _sheets(case: Any) -> list[tuple[str, Any]]:
    """The documents with sections that are offered at once: at intake, in a crisis, at work."""
    kinds = [DocumentKind.INTAKE_FORM] if case.stage == Stage.INTAKE else []
    kinds += [DocumentKind.CRISIS_PLAN] if case.kind == CaseKind.CRISIS else []
    if case.stage == Stage.INTERVENTION:
        kinds += [DocumentKind.PROCESS_RECORD, DocumentKind.LIFE_REVIEW]
    return [(kind.value, kind.label) for kind in kinds]
