"""Texts that must not stand over the API: told by place and day, emptied with a reason (C41b)."""

from datetime import date

import pytest

from kernel.audit.models import Entry
from kernel.workdays import clock
from stations.community.models import CommunityOrg
from tests.conftest import DAY as TODAY
from tests.fixtures.calls import faults
from tests.fixtures.records import a_case, file_person, visit

DAY = date(2023, 5, 4)
SECRET, WHY = "某部队番号", "涉军"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def roots(network):
    """Address of a file, of its case and of the station -> the row and field of a text there."""
    station = network["S001"]
    person = file_person(station)
    case = a_case(person, DAY, title=SECRET)
    org = CommunityOrg.objects.create(
        station=station,
        name=SECRET,
        kind="HOBBY_VOLUNTEER",
        division_code="510402001001",
    )
    return {
        f"beneficiaries/{person.uuid}": (visit(person, DAY, note=SECRET), "note", "HEAD"),
        f"cases/{case.uuid}": (case, "title", "SUPERVISOR"),
        f"stations/{station.code}": (org, "name", "SUPERVISOR"),
    }


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_text_is_found_by_its_key_and_emptied(call, roots, which):
    root, (row, field, role) = list(roots.items())[which]
    answer = call(role, "get", f"{root}/texts")
    keys = [text["key"] for text in answer.json()["results"]]
    [key] = [key for key in keys if str(row.uuid) in key and key.endswith(f":{field}")]
    assert SECRET not in answer.content.decode()

    left = call(role, "post", f"{root}/purge", {"field": key, "reason": WHY})

    assert left.status_code == 200
    assert [text["key"] for text in left.json()["results"]] == [
        other for other in keys if other != key
    ]
    row.refresh_from_db()
    assert SECRET not in getattr(row, field)
    entry = Entry.objects.get(action="text.purge")
    assert (entry.after["field"], entry.after["reason"]) == (field, WHY)
    again = call(role, "post", f"{root}/purge", {"field": key, "reason": WHY})
    assert faults(again) == [("field", "invalid_choice")]


def test_a_key_of_another_file_and_a_missing_reason_are_named(call, roots, network):
    other = visit(file_person(network["S001"]), DAY, note=SECRET)
    root = next(iter(roots))
    key = f"casework.visit:{other.uuid}:note"

    given = call("HEAD", "post", f"{root}/purge", {"field": key, "reason": WHY})
    assert faults(given) == [("field", "invalid_choice")]
    assert faults(call("HEAD", "post", f"{root}/purge", {"field": key})) == [("reason", "required")]
    other.refresh_from_db()
    assert other.note == SECRET
