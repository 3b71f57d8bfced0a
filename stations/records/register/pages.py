"""The pages of a register: the list, a new record, one record, an act on it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import re_path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kernel.access.request import ActorRequest
from stations.records.domain import may_at, require_row
from stations.records.export import name_list
from stations.records.last import last_values, offered_fields
from stations.records.pages import answer_form, answers_form, crumbs_of, page_of, place_for
from stations.records.places import at_place
from stations.records.register.declare import Act, Inner, Register, no_ways, nobody_opens
from stations.records.register.export import export_address, export_entries
from stations.records.register.filters import FilterForm
from stations.records.register.form import EntryForm, RecordChoice
from stations.records.register.query import find_entry
from stations.records.register.reveal import answer_reveal

CODE = r"(?P<code>[0-9]{6}-[HSRI][0-9]{3,})"
UUID_OF = r"(?P<uuid>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"
unstored = cache_control(no_store=True)


def register_urls(register: Register) -> list[URLPattern]:
    """The addresses of a register below its app's."""
    top = rf"^{CODE}/{register.noun}/"
    one = rf"{top}{UUID_OF}/"
    found = [
        re_path(f"{top}$", _view(list_entries, register), name=f"{register.noun}-list"),
        re_path(f"{one}$", _view(show_entry, register), name=f"{register.noun}-one"),
    ]
    if register.can_export:
        name_list(register.noun, register.title)
        taken = _view(export_entries, register)
        found.append(re_path(f"{top}export/$", taken, name=f"{register.noun}-export"))
    if register.form:
        new = _view(add_entry, register, form_of=register.form)
        found.append(re_path(f"{top}new/$", new, name=f"{register.noun}-new"))
    for act in register.all_acts:
        view = _view(act_on_entry, register, act=act)
        found.append(re_path(f"{one}{act.name}/$", view, name=f"{register.noun}-{act.name}"))
    return found


@unstored
@require_GET
def list_entries(request: ActorRequest, code: str, *, register: Register) -> HttpResponse:
    """The records of a station and its rooms, filtered."""
    actor = request.actor
    station = place_for(actor, code, register.view)
    filters = FilterForm(register, request.GET)
    page = page_of(request, filters.rows(actor, station))
    opens = register.opens(actor)
    context = {
        "register": register,
        "station": station,
        "page": page,
        "filters": filters,
        "headings": [column.heading(register.model) for column in register.columns],
        "lines": [line_of(register, station, entry, opens) for entry in page.object_list],
        "new": _new_address(register, actor, station),
        "export": export_address(register, actor, station, filters.query),
        "crumbs": crumbs_of(station, register.title),
    }
    return render(request, "records/list.html", context)


@answers_form
def add_entry(
    request: ActorRequest, code: str, *, register: Register, form_of: type[EntryForm]
) -> HttpResponse:
    """A new record."""
    actor = request.actor
    station = place_for(actor, code, register.write)
    form = form_of(
        request.POST or None,
        request.FILES or None,
        actor=actor,
        station=station,
        initial=_offered(register, actor, station) | linked_records(form_of, request.GET),
    )

    def save(values: dict[str, Any]) -> str:
        made = register.enter(actor=actor, station=station, **values)
        return onward(actor, register, station, made)

    def again(uuid: UUID) -> str:
        made = register.model.objects.filter(uuid=uuid).first()
        return onward(actor, register, station, made)

    return answer_form(
        request,
        form,
        save,
        again=again,
        station=station,
        title=_("New: %(noun)s") % {"noun": register.one},
        done=_("Saved."),
        back=_list_address(register, station),
    )


@unstored
@require_GET
def show_entry(request: ActorRequest, code: str, uuid: UUID, *, register: Register) -> HttpResponse:
    """One record, what belongs to it, and what may be done with it."""
    actor = request.actor
    station = place_for(actor, code, register.view)
    entry = find_entry(register, actor, uuid, station)
    opens = register.opens(actor)
    context = {
        "register": register,
        "station": station,
        "entry": entry,
        "tells_why": tells_why(register, actor, station, entry),
        "facts": [
            (column.heading(register.model), column.show(entry, opens))
            for column in register.all_columns
        ],
        "papers": [
            *((title, reverse(name, args=[station.code, uuid])) for title, name in register.papers),
            *register.ways(entry, actor, station),
        ],
        "inner": [table_of(each, each.rows(entry, actor), opens) for each in register.inner],
        "acts": [
            (act.title, reverse(register.address(act.name), args=[station.code, uuid]))
            for act in acts_open_to(actor, register, entry)
        ],
        "crumbs": crumbs_of(
            station, (register.title, _list_address(register, station)), register.one
        ),
        **register.extra(entry, actor, station),
    }
    return render(request, register.page, context)


@unstored
@answers_form
def act_on_entry(
    request: ActorRequest, code: str, uuid: UUID, *, register: Register, act: Act
) -> HttpResponse:
    """Show the form of an act, and do it when sent."""
    actor = request.actor
    station = place_for(actor, code, register.view)
    entry = find_entry(register, actor, uuid, station)
    require_row(actor, entry, act.rule)
    back = reverse(register.address("one"), args=[station.code, uuid])
    given: dict[str, Any] = {"station": station, "title": str(act.title), "back": back}
    if act.shows:
        read = partial(act.do, actor=actor, entry=entry)
        return answer_reveal(request, entry, read, crumb=(register.one, back), **given)
    form = act.form(request.POST or None, actor=actor, station=station, entry=entry)

    def save(values: dict[str, Any]) -> None:
        act.do(actor=actor, entry=entry, **values)

    about = _person_of(register, entry, register.opens(actor))
    return answer_form(request, form, save, done=_("Saved."), about=about, **given)


def _person_of(register: Register, entry: Any, opens: bool) -> str:
    """The person whom a record is about, in the words of its own page."""
    columns = (each for each in register.all_columns if each.path.endswith("beneficiary.name"))
    return next((column.show(entry, opens) for column in columns), "")


def tells_why(register: Register, actor: Any, station: Any, entry: Any) -> bool:
    """Whether the actor reads why a record was withdrawn: a free text that may name persons.

    For who reads the record's texts in full; where nothing in it is personal, for who keeps it.
    """
    if entry.withdrawn_at is None:
        return False
    if register.opens is nobody_opens:
        return may_at(actor, station, register.write) and register.tells(entry, actor)
    return register.opens(actor)


def onward(actor: Any, register: Register, station: Any, made: Any) -> str:
    """Where somebody goes after entering: to the record where more is to be done with it (an act,
    a receipt), else to the list."""
    more = register.acts or register.papers or register.ways is not no_ways
    rows = register.model.objects.restrict(actor, "view")
    if more and isinstance(made, register.model) and rows.filter(pk=made.pk).exists():
        return reverse(register.address("one"), args=[station.code, made.uuid])
    return _list_address(register, station)


def linked_records(form_of: type[EntryForm], given: Mapping[str, str]) -> dict[str, str]:
    """The records that a link names for the form; an address holds nothing but their uuids."""
    choices = {
        name for name, field in form_of.base_fields.items() if isinstance(field, RecordChoice)
    }
    return {name: value for name, value in given.items() if name in choices}


def acts_open_to(actor: Any, register: Register, entry: Any) -> list[Act]:
    """What the actor's roles and the record's state allow: a query for each rule."""
    offered = [act for act in register.all_acts if act.when(entry)]
    rows = type(entry)._default_manager.filter(pk=entry.pk)
    allowed = {
        rule for rule in {act.rule for act in offered} if rows.restrict(actor, rule).exists()
    }
    return [act for act in offered if act.rule in allowed]


def line_of(register: Register, station: Any, entry: Any, opens: bool) -> dict[str, Any]:
    """A row of the list: its words by heading, and where the record is."""
    shown = [
        (column.heading(register.model), column.show(entry, opens)) for column in register.columns
    ]
    return {
        "first": shown[0],
        "rest": shown[1:],
        "url": reverse(register.address("one"), args=[station.code, entry.uuid]),
    }


def table_of(inner: Inner, rows: Any, opens: bool) -> dict[str, Any]:
    """The table below a record."""
    return {
        "title": inner.title,
        "headings": [column.heading(inner.model) for column in inner.columns],
        "rows": [
            [(column.heading(inner.model), column.show(row, opens)) for column in inner.columns]
            for row in rows
        ],
    }


def _offered(register: Register, actor: Any, station: Any) -> dict[str, Any]:
    """What the actor wrote into the last record of this kind at the place."""
    if register.noun not in offered_fields():
        return {}
    rows = register.model.objects.restrict(actor, "view")
    here = rows.filter(register.only, at_place(station), withdrawn_at=None)
    return last_values(register.noun, actor, here)


def _list_address(register: Register, station: Any) -> str:
    return reverse(register.address("list"), args=[station.code])


def _new_address(register: Register, actor: Any, station: Any) -> str:
    """Where a new record is entered; "" for those who may not, and where nothing is entered."""
    if not register.form or not may_at(actor, station, register.write):
        return ""
    return reverse(register.address("new"), args=[station.code])


def _view(page: Callable[..., Any], register: Register, **given: Any) -> Callable[..., Any]:
    return partial(page, register=register, **given)
