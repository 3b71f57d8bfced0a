"""Every form of casework, sent empty and sent with nonsense in every field: each field says what
is wrong with it, what was typed stays, and nothing is written."""

from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.db import transaction
from django.test import Client

from kernel.tenancy import county_context
from tests.access.conftest import USERS
from tests.access.table import Row
from tests.access.test_table import COUNTY_ROWS
from tests.fixtures.clients import client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.moves import fingerprint

REPORT = "protection-reports"
SEARCHES = ("/persons/$", "persons/search/")  # whatever is looked for may be not there
PAGES = [
    row
    for row in COUNTY_ROWS
    if row.route.startswith("casework/")
    and row.method == "GET"
    and {*row.may} & {*"HWB"}
    and not row.route.endswith(SEARCHES)
]


def nonsense(field: forms.Field) -> Any:
    """What a field of this kind never takes; None where it takes anything."""
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return ["MOON"]
    if isinstance(field, forms.ModelChoiceField):
        return str(uuid4())
    if isinstance(field, forms.ChoiceField | forms.TypedChoiceField):
        return "MOON"
    if isinstance(field, forms.FileField):
        return None
    if isinstance(field, forms.BooleanField):
        return None
    if isinstance(field, forms.DateField | forms.DateTimeField | forms.IntegerField):
        return "三十日"
    if isinstance(field, forms.DecimalField):
        return "三十日"
    length = getattr(field, "max_length", None)
    return "长" * (length + 1) if length else "身\x00高"


@pytest.fixture
def reader(town: Any, request: pytest.FixtureRequest) -> tuple[Client, str]:
    row: Row = request.param
    letter = next(each for each in "HWB" if each in row.may)
    return client_for(town.users[USERS[letter]]), row.path.format(**town.objects["S001"])


def form_of(answer: Any) -> Any:
    found = (answer.context or {}).get("form") if hasattr(answer, "context") else None
    return found if isinstance(found, forms.BaseForm) and found.fields else None


def rows(path: str) -> Any:
    """What is kept; that a report was read is kept each time (X13)."""
    with county_context(COUNTY):
        found = fingerprint()
    return [each for each in found if not each[0].startswith("audit_") or REPORT not in path]


def sent(client: Client, path: str, data: dict[str, Any]) -> Any:
    """The answer; whatever the request did is undone, and was nothing."""
    before = rows(path)
    with transaction.atomic():
        answer = client.post(path, {**data, "typed": "here"})
        assert rows(path) == before
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("reader", PAGES, ids=lambda row: row.label, indirect=True)
def test_a_form_names_each_field_that_is_wrong_or_missing(reader):
    client, path = reader
    form = form_of(client.get(path))
    if form is None or client.post(path).status_code == 405:  # the filters of a list
        return
    fields = {form.add_prefix(name): field for name, field in form.fields.items()}
    bad = {name: nonsense(field) for name, field in fields.items() if nonsense(field)}
    needed = {name for name, field in fields.items() if field.required}
    for data, named in ((bad, {*bad}), ({}, needed)):
        if named:
            answer = sent(client, path, data)
            assert answer.status_code == 422
            again = form_of(answer)
            assert named <= {again.add_prefix(name) for name in again.errors}
            assert {name: again[name].value() for name in data} == data
