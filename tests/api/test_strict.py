"""What a call says and nobody knows is refused by its name: a slip would else be a value lost, or
another list than was asked for."""

import json

import pytest

from kernel.workdays import clock
from stations.casework.models import Beneficiary, RosterEntry
from tests.conftest import DAY as TODAY
from tests.fixtures.records import file_person, need, noon

CODE = "510402-S001"
SENT = "5d1c3a52-9b7e-4a53-8b3a-0f6f5a6f7c11"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def named(answer):
    """The fields of a refusal, by their codes."""
    assert answer.status_code == 422, answer.content
    return {wrong["field"]: (wrong["code"], wrong["allowed"]) for wrong in answer.json()["errors"]}


def test_a_body_with_an_unknown_field_writes_nothing(call):
    body = {"station": CODE, "name": "李秀英", "division_code": "510402001001"}
    found = named(call("HEAD", "post", "beneficiaries", body | {"idnumber": "510402199902300009"}))

    code, allowed = found["idnumber"]
    assert code == "unknown"
    assert "id_number" in allowed
    assert not Beneficiary.objects.exists()


def test_the_value_of_an_unknown_field_is_not_repeated(call):
    body = {"station": CODE, "name": "李秀英", "division_code": "510402001001"}
    answer = call("HEAD", "post", "beneficiaries", body | {"idnumber": "510402199902300009"})

    assert b"510402199902300009" not in answer.content


def test_unknown_fields_stand_beside_the_wrong_ones(call):
    found = named(
        call("HEAD", "post", "beneficiaries", {"station": CODE, "nam": "李", "x" * 500: 1})
    )

    assert {"nam", "x" * 200, "name", "division_code"} == set(found)


def test_so_many_unknown_fields_are_named_and_no_more(call):
    body = {f"f{number:04d}": 1 for number in range(3000)}
    found = named(call("HEAD", "post", "beneficiaries/search", body | {"search": "李"}))

    assert len(found) == 20


def test_a_column_of_a_roster_that_nobody_knows_is_refused(call):
    rows = [{"name": "李秀英", "village": "东华村", "idnumber": "510402199902300009"}]
    found = named(
        call(
            "HEAD",
            "post",
            "rosters",
            {"station": CODE, "category": "assistance.DIBAO", "rows": rows},
        )
    )

    assert found["rows[0].idnumber"][0] == "unknown"
    assert not RosterEntry.objects.exists()


def test_a_register_and_its_acts_refuse_what_they_do_not_know(call, network):
    raised = need(file_person(network["S001"]), TODAY)
    one = f"needs/{raised.uuid}/match"

    assert set(
        named(call("HEAD", "post", one, {"on": str(TODAY), "helper": "张三", "state": "MET"}))
    ) == {"state"}


def test_a_visit_names_its_id_in_its_address_alone(call, network):
    person = file_person(network["S001"])
    body = {
        "beneficiary": str(person.uuid),
        "held_at": noon(TODAY).isoformat(),
        "place": "HOME",
        "result": "MET",
    }
    found = named(call("HEAD", "put", f"visits/{SENT}", body | {"id": str(person.uuid)}))
    assert set(found) == {"id"}

    sent = call("HEAD", "post", "visit-batches", {"visits": [body | {"id": SENT, "late": True}]})
    result = sent.json()["results"][0]
    assert result["status"] == 422
    assert [wrong["field"] for wrong in result["answer"]["errors"]] == ["late"]


def test_what_stands_beside_the_visits_of_an_outbox_is_refused(call):
    assert set(named(call("HEAD", "post", "visit-batches", {"visits": [], "late": True}))) == {
        "late"
    }


@pytest.mark.parametrize("number", ["0000001" + "0" * 20, "1" + "0" * 30, "9" * 3000])
def test_no_page_lies_beyond_all_numbers(call, number):
    assert set(named(call("HEAD", "get", f"needs?page={number}"))) == {"page"}


@pytest.mark.parametrize(
    "path",
    [
        *("needs", "beneficiaries", "visits", "cases", "alerts", "due-visits", "rosters"),
        *("staff", "projects"),
    ],
)
def test_a_list_refuses_a_parameter_it_does_not_know(call, path):
    found = named(call("HEAD", "get", f"{path}?statoin={CODE}"))

    code, allowed = found["statoin"]
    assert (code, set(allowed) >= {"page", "page_size"}) == ("unknown", True)


def test_a_slip_in_the_dry_run_takes_no_list_in(call):
    rows = [{"name": "李秀英", "village": "东华村"}]
    body = {"station": CODE, "category": "assistance.DIBAO", "rows": rows}

    assert set(named(call("HEAD", "post", "rosters?dryrun=true", body))) == {"dryrun"}
    assert not RosterEntry.objects.exists()


@pytest.mark.parametrize("code", ["510402-S999", "510402-S0%0001", "x"])
def test_cases_of_a_place_that_is_not_there_are_not_an_empty_list(call, code):
    assert call("HEAD", "get", f"cases?station={code}").status_code == 404


def test_a_roster_of_a_call_is_read_as_one_of_a_sheet(call):
    rows = [{"name": "李秀英", "village": " 东华村 ", "id_number": "５１０４０２ 19990230000９"}]
    body = {"station": CODE, "category": "assistance.DIBAO", "rows": rows}
    answer = call("HEAD", "post", "rosters?dry_run=true", body)

    errors = json.loads(answer.content)["rows"][0]["errors"]
    assert "id_number" not in [wrong["column"] for wrong in errors]


@pytest.mark.parametrize("share", [10**30, "1e400", "-1e400", "0." + "1" * 40, "NaN", "Infinity"])
def test_a_number_beyond_all_digits_is_refused_by_its_field(call, share):
    body = {"station": CODE, "name": "王小芳", "joined_on": str(TODAY), "post": "SERVICE"}
    body |= {"channel": "RECRUITED", "full_time": False, "share": share}

    assert set(named(call("HEAD", "post", "staff", body))) == {"share"}


def test_a_cycle_with_an_unknown_field_is_not_made(call):
    body = {"year": 2025, "rubric": {"id": "panzhihua-township", "version": "1.2.0"}}
    body |= {"cutoff_on": "2025-12-31", "cut_off": "2025-11-30"}

    assert set(named(call("BUREAU", "post", "cycles", body))) == {"cut_off"}
