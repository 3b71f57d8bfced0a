"""Acts on a person's file over the API: the same checks as behind the page's forms."""

import pytest

from kernel.workdays import clock
from stations.casework.models import Beneficiary
from tests.conftest import DAY as TODAY
from tests.fixtures.calls import faults
from tests.fixtures.people import make_member
from tests.fixtures.records import agree, belongs, file_person

CODE = "510402-S001"
KIND = {"category": "disability", "source": "DISCOVERY", "valid_from": "2026-05-04"}
LEVEL = {"level": 3, "reason": "独居", "valid_from": "2026-05-04"}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    return file_person(network["S001"], name="曾晓兰")


@pytest.fixture
def act(call, person):
    """act("kinds", body, role) -> the answer of an act on the person's file."""

    def ask(name, body, role="WORKER"):
        return call(role, "post", f"beneficiaries/{person.uuid}/{name}", body)

    return ask


def test_a_kind_is_added_with_its_disability_and_ended(act, call, person):
    disability = {"disability_kind": "HEARING", "disability_grade": "2"}
    assert faults(act("kinds", KIND | disability)) == [("disability_kind", "invalid")]
    agree(person, kind="SENSITIVE_DATA")
    [row] = act("kinds", KIND | disability).json()["categories"]

    assert row | disability == row
    assert act("kinds", KIND).status_code == 409
    ended = act(f"kinds/{row['id']}/end", {"on": "2026-06-01"}).json()["categories"]
    assert [each["valid_to"] for each in ended] == ["2026-06-01"]
    assert faults(act(f"kinds/{row['id']}/end", {})) == [("on", "required")]


def test_a_kind_of_another_person_is_not_ended_here(act, network):
    other = belongs(file_person(network["S001"]), "elder.ALONE")

    assert act(f"kinds/{other.uuid}/end", {"on": "2026-06-01"}).status_code == 404
    other.refresh_from_db()
    assert other.valid_to is None


def test_a_level_is_set_with_its_reason(act):
    assert act("levels", LEVEL).json()["level"] == 3
    assert act("levels", LEVEL).status_code == 409


def test_the_notice_is_given_and_the_file_closed(act):
    assert act("notice", {"on": "2026-05-04"}).json()["notice_given_on"] == "2026-05-04"
    closed = act("close", {"on": "2026-06-01", "reason": "MOVED"}).json()
    assert closed["closed_on"] == "2026-06-01"
    assert act("close", {"on": "2026-06-01", "reason": "MOVED"}).status_code == 409


def test_an_edit_leaves_what_it_does_not_name(act, person):
    before = Beneficiary.objects.get(pk=person.pk)
    body = {"name": "曾小兰", "division_code": person.division_code, "phone": "13900001278"}

    assert act("edit", body).json()["name"] == "曾小兰"

    after = Beneficiary.objects.get(pk=person.pk)
    assert (after.phone, after.id_number) == ("13900001278", before.id_number)
    assert after.household_id == before.household_id


def test_the_head_names_who_is_responsible(act, person):
    colleague = make_member("WORKER", scope_code=CODE)
    stranger = make_member("WORKER", scope_code="510402-S002")

    assert act("responsible", {"user": str(colleague.uuid)}).status_code == 403
    assert act("responsible", {"user": str(colleague.uuid)}, "HEAD").status_code == 200
    person.refresh_from_db()
    assert person.responsible_uuid == colleague.uuid
    assert faults(act("responsible", {"user": str(stranger.uuid)}, "HEAD")) == [("user", "invalid")]


@pytest.mark.parametrize(
    ("name", "body", "field"),
    [
        ("kinds", KIND | {"category": "RICH"}, "category"),
        ("kinds", KIND | {"valid_from": "2030-01-01"}, "valid_from"),
        ("kinds", KIND | {"category": "elder.ALONE", "disability_kind": "HEARING"}, None),
        ("levels", LEVEL | {"level": 9}, "level"),
        ("levels", LEVEL | {"reason": ""}, "reason"),
        ("close", {"on": "2026-06-01", "reason": "?"}, "reason"),
        ("notice", {"on": "2030-01-01"}, "on"),
        ("edit", {"name": "曾小兰", "division_code": "510402002001"}, "division_code"),
        ("edit", {"division_code": "510402001001"}, "name"),
    ],
)
def test_what_is_wrong_is_refused_by_name(act, person, name, body, field):
    answer = act(name, body)

    assert answer.status_code == 422, answer.content
    assert len(faults(answer)) == 1
    assert field in (None, faults(answer)[0][0])
    assert Beneficiary.objects.get(pk=person.pk).changed_at == person.changed_at
