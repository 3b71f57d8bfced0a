"""GET /evaluations and /evaluations/{id}: rows, filters, blindness, queries."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.cycles.domain import review
from evaluation.cycles.models import Evaluation
from evaluation.cycles.queries.sheet import rubric_of
from kernel.tenancy import county_context
from stations.network.models import Station
from tests.fixtures.calls import Caller, faults
from tests.fixtures.counties import OTHER
from tests.fixtures.cycles import (
    Town,
    bring,
    enter_survey,
    freeze_town,
    grade_all,
    make_town,
    staged,
    standing_in,
)
from tests.fixtures.network import make_station

LIST = "/api/v1/evaluations"


@pytest.fixture(scope="module", autouse=True)
def stage(held_town: Town, django_db_blocker: Any) -> Iterator[None]:
    """S001 in review: r1 and r2 have finished, r3 has graded F1 only."""

    def build(town: Town) -> None:
        bring(town, "ASSIGNED")
        for name, letter in (("r1", "B"), ("r2", "C")):
            grade_all(town, name, letter)
            review.finish_review(actor=town.actor(name), evaluation=town.evaluation)
        review.give_grade(
            actor=town.actor("r3"), evaluation=town.evaluation, indicator="F1", grade="D"
        )

    with staged(django_db_blocker, held_town, build):
        yield


def listed(api: Caller, name: str, query: str = "") -> list[str]:
    return [row["station"]["code"] for row in api.get(name, LIST + query).json()["results"]]


def finish(town: Town) -> None:
    with standing_in(town):
        grade_all(town, "r3", "D")
        review.finish_review(actor=town.actor("r3"), evaluation=town.evaluation)


def to(town: Town, state: str) -> None:
    with standing_in(town):
        bring(town, state)


def test_a_row_is_as_the_contract_says(api: Caller, town: Town) -> None:
    rows = api.get("bureau", LIST).json()

    assert (rows["count"], rows["next"], len(rows["results"])) == (2, None, 2)
    assert rows["results"][0] == {
        "id": api.base.rsplit("/", 1)[1],
        "station": {"code": "510402-S001", "name": "大渡口街道社会工作服务站"},
        "year": 2023,
        "rubric": {
            "id": "panzhihua-township",
            "version": "1.2.0",
            "digest": town.cycle.rubric_digest,
        },
        "state": "REVIEWING",
        "due_on": "2024-01-22",
        "next_actor": "REVIEWER",
        "total": None,
        "grade": None,
    }
    detail = api.get("bureau").json()
    assert {key: detail[key] for key in rows["results"][0]} == rows["results"][0]


def test_a_list_is_filtered_and_paged(api: Caller) -> None:
    assert listed(api, "bureau", "?year=2023") == ["510402-S001", "510402-S002"]
    assert listed(api, "bureau", "?year=2022") == []
    assert listed(api, "bureau", "?state=SELF_EVAL") == ["510402-S002"]
    page = api.get("bureau", LIST + "?page_size=1&page=2").json()
    assert (page["count"], page["next"]) == (2, None)
    assert [row["station"]["code"] for row in page["results"]] == ["510402-S002"]


@pytest.mark.parametrize(
    ("query", "field"),
    [("?year=23", "year"), ("?year=abcd", "year"), ("?state=OPEN", "state"),
     ("?state=a%00", "state"), ("?page_size=201", "page_size"), ("?page=0", "page")],
)  # fmt: skip
def test_a_filter_that_cannot_be_is_named(api: Caller, query: str, field: str) -> None:
    answer = api.get("bureau", LIST + query)

    assert answer.status_code == 422
    assert [name for name, _code in faults(answer)] == [field]


@pytest.mark.parametrize(("query", "items"), [("?state=REVIEWING", 1), ("", 3)])
def test_a_list_takes_six_queries_at_any_length(
    api: Caller, town: Town, query: str, items: int
) -> None:
    """Host and prefecture (kept a while), token, its use, memberships, count, rows."""
    with standing_in(town):
        station = make_station(name="银江镇社会工作服务站", division_code="510402200")
        Evaluation.objects.create(
            cycle=town.cycle, station=station, track="GUIDELINE", opened_on=date(2021, 6, 1)
        )
    client = api.client("bureau")

    with CaptureQueriesContext(connection) as made:
        answer = client.get(LIST + query)

    assert answer.json()["count"] == items
    assert len(made) == 6


@pytest.mark.parametrize("name", ["bureau", "head", "r3"])
def test_one_evaluation_takes_a_constant_number_of_queries(api: Caller, name: str) -> None:
    client = api.client(name)
    client.get(api.base)

    with CaptureQueriesContext(connection) as made:
        client.get(api.base)

    assert len(made) == {"bureau": 11, "head": 10, "r3": 12}[name]


def test_the_detail_explains_every_indicator(api: Caller, town: Town) -> None:
    to(town, "SELF_EVAL")
    shown = api.get("bureau").json()
    with county_context(town.county):
        order = [each.id for each in rubric_of(town.cycle).indicators]

    assert [row["indicator"] for row in shown["trace"]] == order
    assert list(shown["scores"]) == order
    assert list(shown["areas"]) == ["F", "S", "C", "O", "T"]
    # C11 does not apply: its 4 points are shared by the other 41 of the area.
    assert shown["scores"]["C17"] == {"points": "1.0000", "score": "1.0976", "state": "SCORED"}
    assert shown["scores"]["C11"] == {"points": "4.0000", "score": None, "state": "NA"}
    assert shown["scores"]["T1"] == {"points": "9.0000", "score": None, "state": "MISSING"}
    assert shown["areas"]["T"] == {"points": "15.0000", "score": None}
    row = shown["trace"][order.index("S2")]
    assert row == {
        "indicator": "S2",
        "clause": "2.1",
        "rule": row["rule"],
        "inputs": {"active": 0},
        "records": {"count": 0, "url": f"{api.base.removeprefix('/api/v1')}/facts/S2/"},
        "origin": "SEED",
        "score": "0.0000",
        "by": "SYSTEM",
        "dispute": None,
    }
    assert shown["trace"][order.index("C17")]["records"] == {"count": 0, "url": None}
    assert shown["trace"][order.index("C17")]["by"] == "HEAD"


def grade_of(api: Caller, name: str, indicator: str = "F1") -> Any:
    rows = api.get(name).json()["trace"]
    return next(row for row in rows if row["indicator"] == indicator)["inputs"].get("grade")


def test_a_reviewer_sees_no_grades_but_their_own_until_all_have_finished(
    api: Caller, town: Town
) -> None:
    assert [grade_of(api, name) for name in ("r1", "r2", "r3")] == [["B"], ["C"], ["D"]]
    assert grade_of(api, "r3", "F4") is None
    assert grade_of(api, "bureau") == ["B", "C", "D"]
    for name in ("head", "worker", "township", "hub", "auditor"):
        assert grade_of(api, name) is None
        assert api.get(name).json()["scores"]["F1"]["state"] == "MISSING"

    finish(town)

    assert [grade_of(api, name) for name in ("r1", "r2", "r3")] == [["B", "C", "D"]] * 3
    assert grade_of(api, "head") is None


def test_total_and_grade_are_the_bureaus_until_decided(api: Caller, town: Town) -> None:
    everyone = ("bureau", "second", "head", "worker", "township", "hub", "auditor", "r1")

    def known() -> set[str]:
        found = set()
        for name in everyone:
            (row,) = (row for row in api.get(name, LIST).json()["results"]
                      if row["station"]["code"] == "510402-S001")  # fmt: skip
            detail = api.get(name).json()
            values = [row["total"], row["grade"], detail["total"], detail["grade"]]
            assert values.count(None) in (0, 4)
            if None not in values:
                found.add(name)
        return found

    finish(town)
    assert known() == set()
    with standing_in(town):
        enter_survey(town)
    decisions = [{"indicator": each, "grade": "C", "reason": "现场核对"}
                 for each in ("F1", "F4", "C12", "O5", "O6")]  # fmt: skip
    answer = api.post("bureau", "reconcile", {"decisions": decisions})
    assert answer.status_code == 200, answer.json()
    assert known() == {"bureau", "second"}
    to(town, "DECIDED")
    assert known() == set(everyone)


def test_what_lies_outside_ones_view_is_not_found(api: Caller, town: Town) -> None:
    freeze_town(make_town(OTHER))
    with county_context(OTHER):
        foreign = Evaluation.objects.get().uuid
        assert Station.objects.count() == 3

    for name in ("head2", "township2", "r4", "room", "supervisor", "purchaser", "agency"):
        assert api.get(name).status_code == 404
    for uuid in (foreign, "00000000-0000-4000-8000-000000000000"):
        answer = api.get("bureau", f"/api/v1/evaluations/{uuid}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_without_a_token_nothing_is_answered(api: Caller, api_client: Any) -> None:
    for path in (LIST, api.base):
        assert api_client(None).get(path).status_code == 401
