"""Every register of people and community refuses bad values: by page and API, field by field.

Walks the registry, so that a new register, act or field is checked without a line here.
"""

import json
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.community.registers import REGISTERS as COMMUNITY
from stations.network.models import Station
from stations.people.registers import REGISTERS as PEOPLE
from stations.projects.registers import REGISTERS as PROJECTS
from stations.records.register.query import find_entry
from tests.access.projects import OF_PROJECTS
from tests.access.registers import OF_COMMUNITY, OF_PEOPLE
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for
from tests.fixtures.community import (
    a_group,
    a_link,
    a_map,
    a_member,
    a_party,
    a_proposal,
    an_own_activity,
)
from tests.fixtures.counties import COUNTY
from tests.fixtures.projects import project_records
from tests.fixtures.records import add_worker, file_person, supervise, volunteer, works
from tests.fixtures.staffing import DAY, complains, staffing_records, volunteer_records

CODE = "510402-S001"
REGISTERS = (*PEOPLE, *COMMUNITY, *PROJECTS)
NOUNS = {noun.noun: noun for noun in (*OF_PEOPLE, *OF_COMMUNITY, *OF_PROJECTS)}
# Days that may lie ahead: a further place of work is agreed before it begins.
# What a contract agrees, and visits that it asks for, too.
AHEAD = {
    ("staff", "assign", "valid_from"),
    *(
        ("projects", act, day)
        for act, days in {
            "new": ("starts_on", "ends_on"),
            "amend": ("starts_on", "ends_on"),
        }.items()
        for day in days
    ),
}
ROLES = {"H": "HEAD", "B": "BUREAU"}
MULTIPLE = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
ONE_OF = (forms.ChoiceField, forms.ModelChoiceField)
NUMBERS = (forms.DecimalField, forms.IntegerField)


def doors_of(register: Any) -> list[tuple[str, Any]]:
    """("new" or the act's name, form class); acts that only show something are read elsewhere."""
    new = [("new", register.form)] if register.form else []
    return [*new, *((act.name, act.form) for act in register.all_acts if not act.shows)]


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def records(network):
    """One record of each register at S001, by noun."""
    station = network["S001"]
    worker, helper, person = add_worker(), volunteer(station), file_person(station)
    works(worker, station)
    found = {
        "staff": worker.uuid,
        **staffing_records(worker, station),
        **volunteer_records(helper),
        "ethics_complaint": complains(station).uuid,
        "supervision": supervise(worker, station, DAY).uuid,
    }
    found |= {
        "party": a_party(station).uuid,
        "link": a_link(station, person).uuid,
        "group": a_member(a_group(station)).group.uuid,
        "own_activity": an_own_activity(station).uuid,
        "proposal": a_proposal(station).uuid,
        "map": a_map(station).uuid,
        **project_records(station),
    }
    return {name: found[noun.key] for name, noun in NOUNS.items()}


def bad_shape(field: forms.Field) -> Any:
    """What no such field takes by its shape; None where anything goes."""
    if isinstance(field, MULTIPLE):
        return ["NO_SUCH"]
    if isinstance(field, forms.DateField | forms.DateTimeField):
        return "2026-02-30"
    if isinstance(field, NUMBERS):
        return "许多"
    is_text = type(field).__name__ in ("CharField", "FreeText", "RegexField", "URLField")
    return "长" * (field.max_length + 1) if is_text and field.max_length else None  # type: ignore[attr-defined]


def bad_choice(field: forms.Field) -> Any:
    """What stands on no list; None for a field without a list."""
    if isinstance(field, MULTIPLE) or not isinstance(field, ONE_OF):
        return None
    return str(uuid4()) if isinstance(field, forms.ModelChoiceField) else "NO_SUCH"


def all_bad(form: type[forms.Form]) -> dict[str, Any]:
    found = {
        name: bad_shape(field) or bad_choice(field) for name, field in form.base_fields.items()
    }
    return {name: value for name, value in found.items() if value is not None}


def counts(register: Any) -> tuple[int, int]:
    return Entry.objects.count(), register.model._base_manager.count()


def role_for(register: Any, act: str) -> dict[str, str]:
    """Who may: the head of the place, else the bureau."""
    noun = NOUNS[register.noun]
    may = noun.writes if act == "new" else noun.all_acts()[act]
    role = next(ROLES[letter] for letter in "HB" if letter in may)
    return {"role": role, "scope_code": CODE if role == "HEAD" else ""}


def page_of(register: Any, act: str, records: dict[str, Any]) -> str:
    args = [CODE] if act == "new" else [CODE, records[register.noun]]
    return reverse(register.address(act), args=args, urlconf="config.urls_county")


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.noun)
def test_pages_name_each_bad_field_keep_what_was_typed_and_write_nothing(
    records, visitor, register
):
    before = counts(register)
    for act, form in doors_of(register):
        sent = all_bad(form)
        answer = visitor(**role_for(register, act)).post(page_of(register, act, records), sent)
        page = answer.content.decode()

        assert answer.status_code == 422, act
        shown = {name for name in sent if not form.base_fields[name].widget.is_hidden}
        assert {name for name in shown if f'id="id_{name}_error"' not in page} == set(), act
        typed = [value for value in map(bad_shape, form.base_fields.values()) if value]
        lost = [value for value in typed if isinstance(value, str) and value not in page]
        assert lost == [], act
    assert counts(register) == before


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.noun)
def test_the_api_names_each_bad_field_and_writes_nothing(records, member, register):
    before = counts(register)
    for act, form in doors_of(register):
        client = api_client_for(member(**role_for(register, act)), COUNTY)
        for wrong in (bad_shape, bad_choice):
            bad = {name: wrong(field) for name, field in form.base_fields.items()}
            bad = {name: value for name, value in bad.items() if value is not None}
            if not bad:
                continue
            answer = call(client, register, act, records, form, bad)
            assert answer.status_code == 422, (act, answer.content.decode())
            told = {error["field"].split(".")[0] for error in answer.json()["errors"]}
            assert set(bad) - told == set(), act
    assert counts(register) == before


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.noun)
def test_no_day_of_what_happened_lies_ahead(records, actor, member, register):
    """Each day of a form alone is sent as one of the future; the rest is as it should be."""
    before = counts(register)
    for act, form in doors_of(register):
        held = role_for(register, act)
        days = [name for name, field in form.base_fields.items() if is_day(field)]
        for name in days if is_open(register, act, records, actor(held["role"])) else ():
            if (register.noun, act, name) in AHEAD:
                continue
            client = api_client_for(member(**held), COUNTY)
            good = as_offered(register, act, form, records, actor(held["role"]))
            answer = call(client, register, act, records, form, good | {name: "2027-05-04"})
            assert answer.status_code == 422, (act, name, answer.content.decode())
            told = {error["field"] for error in answer.json()["errors"]}
            assert name in told, (act, name, told)
    assert counts(register) == before


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.noun)
@pytest.mark.parametrize(
    ("name", "value"), [("id_number", "51040219990230000"), ("on", "1999-01-01")]
)
def test_no_wrong_id_number_and_no_end_before_the_beginning(
    records, actor, member, register, name, value
):
    before = counts(register)
    for act, form in doors_of(register):
        held = role_for(register, act)
        reader = actor(held["role"])
        if name not in form.base_fields or not is_open(register, act, records, reader):
            continue
        good = as_offered(register, act, form, records, reader)
        client = api_client_for(member(**held), COUNTY)
        answer = call(client, register, act, records, form, good | {name: value})
        assert answer.status_code == 422, (act, answer.content.decode())
        assert name in {error["field"] for error in answer.json()["errors"]}, act
    assert counts(register) == before


def call(client: Any, register: Any, act: str, records: Any, form: Any, given: Any) -> Any:
    """The answer of the API to values of the right shape with those given."""
    path = f"/api/v1/{register.noun}"
    if act != "new":
        path = f"{path}/{records[register.noun]}/{act}"
    body = {name: plain(field) for name, field in form.base_fields.items()} | given
    body |= {"station": CODE} if act == "new" else {}
    if any(isinstance(field, forms.FileField) for field in form.base_fields.values()):
        answer = client.post(path, body)
    else:
        answer = client.post(path, json.dumps(body), "application/json")
    enter_county(COUNTY)
    return answer


def is_open(register: Any, act: str, records: dict[str, Any], reader: Any) -> bool:
    """False for an act that the record's state does not offer."""
    if act == "new":
        return True
    entry = find_entry(register, reader, records[register.noun])
    return any(each.name == act and each.when(entry) for each in register.all_acts)


def is_day(field: forms.Field) -> bool:
    return isinstance(field, forms.DateField)


def as_offered(
    register: Any, act: str, form: Any, records: dict[str, Any], reader: Any
) -> dict[str, Any]:
    """Values that the form itself offers to this reader: the first of each list."""
    station = Station.objects.get(code=CODE)
    entry = None
    if act != "new":
        entry = find_entry(register, reader, records[register.noun])
    bound = form(None, actor=reader, station=station, entry=entry)
    found = {name: offered(field) for name, field in bound.fields.items()}
    return {name: value for name, value in found.items() if value is not None}


def offered(field: forms.Field) -> Any:
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [str(row.uuid) for row in field.queryset[:1]]
    if isinstance(field, MULTIPLE) or not isinstance(field, ONE_OF):
        return "" if isinstance(field, forms.CharField) and not field.required else None
    if isinstance(field, forms.ModelChoiceField):
        first = field.queryset.first() if field.required else None
        return None if first is None and field.required else str(first.uuid) if first else None
    values = [str(value) for value, _label in field.choices if value]
    return values[0] if values and field.required else ""


def plain(field: forms.Field) -> Any:
    """A value of the right shape."""
    if isinstance(field, MULTIPLE):
        return []
    if isinstance(field, forms.DateTimeField):
        return "2026-05-04T09:00:00+08:00"
    if isinstance(field, forms.DateField):
        return "2026-05-04"
    if isinstance(field, NUMBERS):
        return int(field.min_value or 1)
    if isinstance(field, forms.BooleanField):
        return False
    if isinstance(field, forms.FileField):
        return SimpleUploadedFile("资源图.pdf", b"%PDF-1.7 demo", "application/pdf")
    if isinstance(field, forms.ModelChoiceField):
        return str(uuid4()) if field.required else None
    return "字"
