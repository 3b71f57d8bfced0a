"""A place's persons: the list and search, a new file, one person's page, its correction."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.actor import Actor
from kernel.access.request import ActorRequest
from kernel.access.restrict import Rule
from kernel.crypto import mask_name
from kernel.workdays.clock import today
from stations.casework.consent_texts import current_texts
from stations.casework.domain import (
    edit_file,
    file_beneficiary,
    open_household,
    reveal,
)
from stations.casework.domain.basis import basis_of, read_basis
from stations.casework.enums import ConsentKind, Place, VisitLevel
from stations.casework.minors import counts_as_minor
from stations.casework.models import Household
from stations.casework.person_forms import NEW, FileForm, FilterForm, SearchForm, consent_way
from stations.casework.queries.case import cases_of
from stations.casework.queries.county_rule import stage_names
from stations.casework.queries.help import help_of
from stations.casework.queries.person import (
    find_beneficiary,
    find_household,
    household_choices,
    persons,
    read_course,
    read_file,
    search_persons,
    village_choices,
)
from stations.casework.queries.plan import plans_of
from stations.casework.queries.work import sees_names, shown_name
from stations.casework.registers.benefit import APPLICATIONS
from stations.casework.registers.care_check import CARE_CHECKS
from stations.casework.registers.carer import CARERS
from stations.casework.registers.farewell import WISHES
from stations.casework.registers.plan import state_of
from stations.casework.registers.referral import REFERRALS
from stations.casework.registers.service import SERVICES
from stations.casework.rules import (
    name_responsible,
    view_persons,
    void_files,
    write_persons,
)
from stations.community.queries.link import links_of
from stations.records.domain import may_at
from stations.records.export import export_lists
from stations.records.pages import answer_form, answers_form, crumbs_of, page_of, place_for
from stations.records.purge import purge_texts
from stations.records.register.reveal import answer_reveal
from tenants.queries.division import division_names

# What may be entered from a person's page: registers that ask for the person.
WAYS = (
    (gettext_lazy("Applications and exits"), "enrolments"),
    (gettext_lazy("Risk assessment"), "risk-assessments"),
    (gettext_lazy("Assessment of the care for a child"), "guardianship-assessments"),
    (gettext_lazy("Strength of a person"), "strengths"),
)
# Kinds of help; the first of them is entered with the daily work above.
HELP = (SERVICES, APPLICATIONS, REFERRALS, WISHES, CARERS, CARE_CHECKS)


@cache_control(no_store=True)
@answers_form
def list_persons(request: ActorRequest, code: str) -> HttpResponse:
    """Files by name, filtered by level and kind; a search comes as a body, never as an address."""
    actor = request.actor
    station = place_for(actor, code, view_persons(""))
    search = SearchForm(request.POST or None)
    filters = FilterForm(request.GET or None)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    rows = persons(actor, station=station, **chosen)
    if search.is_valid():
        rows = search_persons(rows, search.cleaned_data["search"])
    page = page_of(request, rows)
    for person in page.object_list:
        known = person.level_now and person.may_read
        person.level_label = VisitLevel(person.level_now).label if known else ""
    context = {
        "station": station,
        "page": page,
        "search": search,
        "filters": filters,
        "sees_names": sees_names(actor),
        "may_write": may_at(actor, station, write_persons("")),
        "may_export": may_at(actor, station, export_lists("")),
        "crumbs": crumbs_of(station, _("Persons served")),
    }
    return render(request, "casework/persons.html", context)


@answers_form
def add_person(request: ActorRequest, code: str) -> HttpResponse:
    """Open a file; the household is chosen, or opened under the person's name."""
    actor = request.actor
    station = place_for(actor, code, write_persons(""))
    form = FileForm(request.POST or None, **_file_choices(actor, station))

    def save(values: dict[str, Any]) -> str:
        told = values.pop("notice_given")
        with transaction.atomic():
            household = read_household(actor, station, values)
            person = file_beneficiary(
                actor=actor,
                station=station,
                filed_on=today(),
                notice_given_on=today() if told else None,
                **values | {"household": household},
            )
        return reverse("casework:person", args=[station.code, person.uuid])

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("New person's file"),
        done=_("The file is opened."),
        back=reverse("casework:persons", args=[station.code]),
    )


@cache_control(no_store=True)
@require_GET
def show_person(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """One person: kinds, levels, last visits, needs, consents; what is encrypted stays masked."""
    actor = request.actor
    station = place_for(actor, code, view_persons(""))
    person: Any = find_beneficiary(actor, uuid, station=station, with_voided=True)
    crumbs = crumbs_of(station, persons_crumb(station), _("Person served"))
    if not person.may_read:
        closed = {"station": station, "person": person, "crumbs": crumbs}
        return render(request, "casework/closed_file.html", closed)
    names = stage_names()

    def may(rule: Callable[[str], Rule]) -> bool:
        return person.withdrawn_at is None and may_at(actor, station, rule(""))

    context = {
        "station": station,
        "person": person,
        "file": (file := read_file(actor, person)),
        "basis": read_basis(file.consents),
        "plans": [(plan, state_of(plan)) for plan in plans_of(actor, person)],
        "course": read_course(actor, person),
        "cases": [
            (case, names[case.stage])
            for case in cases_of(actor).filter(beneficiary=person).order_by("-opened_on", "-id")
        ],
        "help": _read_help(actor, person),
        "help_ways": [
            (register.one, reverse(register.address("new"), args=[station.code]))
            for register in HELP[1:]
        ],
        "links": links_of(actor, person),
        "phone": Place.PHONE,
        "ways": [
            (title, reverse(f"casework:{noun}-new", args=[station.code])) for title, noun in WAYS
        ],
        "village": division_names([person.division_code]).get(person.division_code, ""),
        "sees_names": sees_names(actor),
        "is_minor": counts_as_minor(person),
        "may_write": may(write_persons),
        "may_void": may(void_files),
        "texts": [(ConsentKind(kind).label, text) for kind, text in current_texts().items()],
        "may_purge": may(purge_texts),
        "may_name": may(name_responsible),
        "crumbs": crumbs,
    }
    return render(request, "casework/person.html", context)


@answers_form
def edit_person(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """Correct a file without reading what is encrypted."""
    actor = request.actor
    station = place_for(actor, code, write_persons(""))
    person = find_beneficiary(actor, uuid, "edit", station=station)
    initial = {
        "name": person.name,
        "division_code": person.division_code,
        "household": str(person.household.uuid) if person.household else "",
    }
    form = FileForm(
        request.POST or None,
        initial=initial,
        is_new=False,
        basis=basis_of(person),
        way=consent_way(station, person),
        **_file_choices(actor, station, person),
    )

    def save(values: dict[str, Any]) -> None:
        with transaction.atomic():
            kept = values["household"] == initial["household"]
            household = person.household if kept else read_household(actor, station, values)
            edit_file(actor=actor, beneficiary=person, **values | {"household": household})

    return answer_form(
        request,
        form,
        save,
        station=station,
        title=_("Correct the file"),
        done=_("The file is corrected."),
        back=reverse("casework:person", args=[station.code, person.uuid]),
    )


@cache_control(no_store=True)
@answers_form
def reveal_person(request: ActorRequest, code: str, uuid: UUID) -> HttpResponse:
    """ID number, phone and address in full, once, for a reason that is kept; never cached."""
    actor = request.actor
    station = place_for(actor, code, view_persons(""))
    person = find_beneficiary(actor, uuid, "reveal", station=station)
    return answer_reveal(
        request,
        person,
        partial(reveal, actor=actor, beneficiary=person),
        station=station,
        title=_("Read ID number, phone and address"),
        back=reverse("casework:person", args=[station.code, person.uuid]),
        crumb=persons_crumb(station),
        about=shown_name(actor, person),
    )


def _read_help(actor: Actor, person: Any) -> list[tuple[Any, str, Any]]:
    """What each record is, its address, the record."""
    kinds = {register.noun: register for register in HELP}
    return [
        (
            kinds[line.noun].one,
            reverse(
                kinds[line.noun].address("one"), args=[line.record.station.code, line.record.uuid]
            ),
            line,
        )
        for line in help_of(actor, person)
    ]


def persons_crumb(station: Any) -> tuple[str, str]:
    return _("Persons served"), reverse("casework:persons", args=[station.code])


def read_household(actor: Actor, station: Any, values: dict[str, Any]) -> Household | None:
    """The household a form names, opened when it is a new one."""
    chosen = values["household"]
    if chosen == NEW:
        return open_household(actor=actor, station=station, filed_on=today(), person=values)
    return find_household(actor, station, chosen) if chosen else None


def _file_choices(actor: Actor, station: Any, person: Any = None) -> dict[str, Any]:
    """The place's villages and households; those on file too, wherever they belong."""
    villages = dict(village_choices(station))
    households = dict(household_choices(actor, station))
    if person is not None:
        villages.setdefault(person.division_code, person.division_code)
        if person.household is not None:
            name = person.household.name
            shown = name if person.home_may_read else mask_name(name)
            households.setdefault(str(person.household.uuid), shown)
    return {"households": households.items(), "villages": villages.items()}
