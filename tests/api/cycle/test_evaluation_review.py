"""Items in review: grades, blind ETags, rulings."""

from collections.abc import Iterator
from typing import Any

import pytest

from evaluation.cycles.domain.sheet import dispute_fact
from tests.fixtures.calls import Caller, faults
from tests.fixtures.cycles import Town, bring, staged


@pytest.fixture(scope="module", autouse=True)
def stage(held_town: Town, django_db_blocker: Any) -> Iterator[None]:
    def build(town: Town) -> None:
        dispute_fact(
            actor=town.actor("head"), evaluation=town.evaluation, indicator="S2",
            inputs={"active": 4}, reason="四人未录入",
        )  # fmt: skip
        bring(town, "ASSIGNED")

    with staged(django_db_blocker, held_town, build):
        yield


def test_a_reviewer_grades(api: Caller) -> None:
    graded = api.patch("r1", "F1", {"grade": "A", "reason": "证照齐全"})

    assert graded.status_code == 200
    assert graded.json()["grade"] == {"grade": "A", "reason": "证照齐全"}
    assert graded.headers["ETag"] == api.etag("r1")
    assert api.get("bureau").json()["state"] == "REVIEWING"
    assert api.patch("r2", "F4", {"grade": "B"}).json()["grade"] == {"grade": "B", "reason": ""}


def test_reviewers_do_not_notice_each_other(api: Caller) -> None:
    first = {name: api.etag(name) for name in ("r1", "r2")}
    api.patch("r1", "F1", {"grade": "B"}, if_match=first["r1"])
    quiet = api.etag("r2")
    api.patch("r1", "F4", {"grade": "B"})

    assert api.etag("r2") == quiet
    assert api.patch("r2", "F1", {"grade": "C"}, if_match=first["r2"]).status_code == 200
    again = api.patch("r2", "F1", {"grade": "D"}, if_match=first["r2"])
    assert again.status_code == 412


@pytest.mark.parametrize(
    ("indicator", "body", "found"),
    [
        ("F1", {"grade": "A"}, [("reason", "required")]),
        ("F1", {"grade": "E", "reason": ""}, [("reason", "required")]),
        ("F1", {"grade": "Z"}, [("grade", "unknown")]),
        ("F1", {"grade": 1}, [("grade", "unknown")]),
        ("F2", {"grade": "B"}, [("grade", "not_graded")]),
        ("F1", {"grade": "B", "score": 1}, [("body", "invalid")]),
    ],
)
def test_a_grade_that_cannot_be_is_named(
    api: Caller, indicator: str, body: dict, found: list
) -> None:
    answer = api.patch("r1", indicator, body)

    assert (answer.status_code, faults(answer)) == (422, found)


def test_the_bureau_rules_on_a_dispute(api: Caller) -> None:
    assert api.patch("r1", "S2", {"ruling": {"accept": True}}).status_code == 403
    answer = api.patch("bureau", "S2", {"ruling": {"accept": True}})
    assert (answer.status_code, faults(answer)) == (422, [("ruling.reason", "required")])

    ruled = api.patch("bureau", "S2", {"ruling": {"accept": True, "reason": "台账属实"}})

    assert ruled.json()["dispute"] == {
        "inputs": {"active": 4},
        "reason": "四人未录入",
        "ruling": {"accept": True, "reason": "台账属实"},
    }
    assert api.get("bureau").json()["scores"]["S2"]["score"] == "0.8571"
    again = api.patch("bureau", "S2", {"ruling": {"accept": False, "reason": "再查"}})
    assert (again.status_code, again.json()["code"]) == (409, "no_dispute")


def test_the_station_writes_no_more(api: Caller) -> None:
    for body in ({"inputs": {"kinds": 1}}, {"inputs": {"kinds": 99}}):
        answer = api.patch("head", "C17", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert api.attach("head", "F1").status_code == 409
    assert api.get("head").json()["may"] == []
