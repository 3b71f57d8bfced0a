"""PATCH of an item and its evidence: forms, refusals, ETags, exact numbers."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluation.cycles.models import Evidence, Item
from kernel.files.models import StoredFile
from kernel.tenancy import county_context
from tests.fixtures.calls import Caller, faults
from tests.fixtures.cycles import PROOF, Town, bring, standing_in


def to(town: Town, state: str) -> None:
    with standing_in(town):
        bring(town, state)


def stored(town: Town, indicator: str) -> Item:
    with county_context(town.county):
        return Item.objects.get(evaluation=town.evaluation, indicator=indicator)


def test_a_head_confirms_disputes_and_declares(api: Caller) -> None:
    confirmed = api.patch("head", "S2", {"confirm": True})
    assert confirmed.status_code == 200
    assert confirmed.json() == {
        "indicator": "S2",
        "clause": "2.1",
        "facts": {"active": 0},
        "inputs": {},
        "confirmed": True,
        "dispute": None,
        "grade": None,
        "evidence": [],
    }

    dispute = {"inputs": {"active": 3}, "reason": "三人未录入"}
    disputed = api.patch("head", "S2", {"dispute": dispute}).json()
    assert (disputed["confirmed"], disputed["dispute"]) == (False, {**dispute, "ruling": None})

    declared = api.patch("head", "F2", {"inputs": {"office_m2": 40.5}}).json()
    assert declared["inputs"] == {"office_m2": "40.5"}


def test_a_decimal_keeps_its_text(api: Caller, town: Town) -> None:
    body = '{"inputs": {"office_m2": 0.1000000000000000055511151231257827, "service_m2": 60}}'

    assert api.patch("head", "F2", body).status_code == 200

    assert stored(town, "F2").inputs == {
        "office_m2": "0.1000000000000000055511151231257827",
        "service_m2": 60,
    }


@pytest.mark.parametrize(
    ("indicator", "body", "status", "found"),
    [
        ("S2", {"inputs": {"active": 3}}, 409, [("S2.active", "computed")]),
        ("F3", {"inputs": {"outdoor": 1}}, 422, [("F3.outdoor", "invalid")]),
        ("C17", {"inputs": {"kinds": 7}}, 422, [("C17.kinds", "invalid")]),
        ("C17", '{"inputs": {"kinds": 2.0}}', 422, [("C17.kinds", "invalid")]),
        ("C17", '{"inputs": {"kinds": 123456789012345678901234}}', 422, [("C17.kinds", "invalid")]),
        ("S2", {"confirm": False}, 422, [("confirm", "invalid")]),
        ("F3", {"confirm": True}, 422, [("confirm", "not_computed")]),
        ("S2", {"dispute": {"inputs": {"active": 3}}}, 422, [("dispute.reason", "required")]),
        ("S2", {"dispute": "no"}, 422, [("dispute", "invalid")]),
        ("S2", {"dispute": {"input": {}}}, 422, [("dispute", "invalid")]),
        ("S2", {}, 422, [("body", "invalid")]),
        ("S2", {"confirm": True, "inputs": {}}, 422, [("body", "invalid")]),
        ("S2", {"confirmed": True}, 422, [("body", "invalid")]),
    ],
)
def test_what_cannot_be_written_is_named(
    api: Caller, indicator: str, body: Any, status: int, found: list
) -> None:
    answer = api.patch("head", indicator, body)

    assert answer.status_code == status, answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert faults(answer) == found
    if status == 409:
        assert answer.json()["code"] == "computed"


@pytest.mark.parametrize("body", ["{", "[1]", "NaN", '{"a": 1e999999}', '{"a": "\\ud800"}'])
def test_a_broken_body_is_refused(api: Caller, body: str) -> None:
    assert api.patch("head", "C17", body).status_code == 400


def test_too_deep_a_body_is_told_and_does_not_break(api: Caller) -> None:
    body = '{"inputs": {"kinds": ' + "[" * 300 + "]" * 300 + "}}"

    assert api.patch("head", "C17", body).status_code == 422


def test_if_match_guards_against_lost_updates(api: Caller) -> None:
    body = {"inputs": {"kinds": 1}}
    first = api.etag("head")
    missing = api.patch("head", "C17", body, if_match=None)
    assert (missing.status_code, missing.json()["code"]) == (428, "if_match_required")

    done = api.patch("head", "C17", body, if_match=first)
    assert done.status_code == 200
    assert done.headers["ETag"] == api.etag("head") != first

    for stale in (first, '"nonsense"', '"00000000-1"'):
        answer = api.patch("head", "C17", {"inputs": {"kinds": 2}}, if_match=stale)
        assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    # A proxy that packs answers marks the tag as weak.
    weak = "W/" + done.headers["ETag"]
    answer = api.patch("head", "C17", {"inputs": {"kinds": 2}}, if_match=weak)
    assert answer.json()["inputs"] == {"kinds": 2}


@pytest.mark.parametrize(
    ("name", "indicator", "body", "status"),
    [
        ("worker", "C17", {"inputs": {"kinds": 1}}, 403),
        ("township", "S2", {"confirm": True}, 403),
        ("bureau", "C17", {"inputs": {"kinds": 99}}, 403),
        ("bureau", "S2", {"inputs": {"active": 1}}, 403),
        ("head", "T1", {"inputs": {"mean_percent": 84}}, 403),
        ("head", "F1", {"grade": "B"}, 403),
        ("head", "S2", {"ruling": {"accept": True, "reason": "属实"}}, 403),
        ("auditor", "C17", {}, 403),
        ("auditor", "C17", {"unknown": 1}, 403),
        ("head2", "C17", {"inputs": {"kinds": 1}}, 404),
        ("r1", "F1", {"grade": "B"}, 404),
        ("head", "Z9", {"inputs": {"kinds": 1}}, 404),
    ],
)
def test_a_stranger_is_404_an_onlooker_403_before_anything_else(
    api: Caller, name: str, indicator: str, body: dict, status: int
) -> None:
    assert api.patch(name, indicator, body, if_match=None).status_code == status


def test_the_bureau_enters_satisfaction(api: Caller) -> None:
    answer = api.patch("bureau", "T1", {"inputs": {"mean_percent": 84.5}})

    assert answer.json()["inputs"] == {"mean_percent": "84.5"}
    assert api.get("bureau").json()["scores"]["T1"]["score"] == "7.3500"


def test_a_proof_is_attached(api: Caller, town: Town) -> None:
    answer = api.attach("head", "F1")

    assert answer.status_code == 201
    with county_context(town.county):
        (evidence,) = Evidence.objects.select_related("file")
    assert answer.json() == {
        "id": str(evidence.uuid),
        "name": "证明.pdf",
        "size": len(PROOF),
        "digest": evidence.file.digest,
    }
    assert api.patch("head", "F4", {"inputs": {"office": True}}).json()["evidence"] == []


def test_a_file_that_is_none_is_refused(api: Caller, town: Town) -> None:
    program = SimpleUploadedFile("a.pdf", b"MZ\x90\x00" + b"\x00" * 300)
    assert faults(api.attach("head", "F1", file=program)) == [("file", "type")]
    assert faults(api.attach("head", "F1", other=program)) == [("file", "required")]
    for name, status in (("worker", 403), ("bureau", 403), ("head2", 404)):
        assert api.attach(name, "F1").status_code == status
    assert api.attach("head", "Z9").status_code == 404
    with county_context(town.county):
        assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, 0)
