"""A whole cycle over HTTP, and every refusal of api.md's Actions table."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from evaluation.cycles.domain.values import plain
from evaluation.cycles.models import ReviewGrade
from evaluation.cycles.queries.sheet import list_lines
from kernel.audit.models import Entry
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from tests.fixtures.calls import Caller, faults
from tests.fixtures.cycles import SURVEY, Town, at, bring, declared, fill_sheet, standing_in

TABLE = (
    "submit", "return", "confirm", "assign", "recuse", "finish-review", "reconcile", "decide",
    "publicise", "finalise",
)  # fmt: skip


def to(town: Town, state: str) -> None:
    with standing_in(town):
        bring(town, state)


def act(api: Caller, name: str, action: str, body: Any = None) -> tuple[int, str]:
    """Status, and the state reached or the problem's code."""
    answer = api.post(name, action, body)
    told = answer.json()
    return answer.status_code, told["state"] if answer.status_code == 200 else told["code"]


def fill(api: Caller, town: Town) -> None:
    """Each answer's ETag is the next change's If-Match; a proof moves it too."""
    with county_context(town.county):
        lines = [line for line in list_lines(town.evaluation) if not line.is_survey]
    tag = api.etag("head")
    for line in lines:
        id = line.indicator.id
        bodies = [{"confirm": True}] if line.facts else []
        if inputs := declared(id, line.own_keys):
            bodies.append({"inputs": plain(inputs)})
        for body in bodies:
            answer = api.patch("head", id, body, if_match=tag)
            assert answer.status_code == 200, answer.json()
            tag = answer.headers["ETag"]
        if line.indicator.evidence_required:
            assert api.attach("head", id).status_code == 201
            tag = api.etag("head")


def review(api: Caller, name: str) -> None:
    wanted = faults(api.post(name, "finish-review"))
    assert wanted == [(f"{id}.grade", "required") for id in ("F1", "F4", "C12", "O5", "O6")]
    for id in ("F1", "F4", "C12", "O5", "O6"):
        assert api.patch(name, id, {"grade": "B"}).status_code == 200
    assert act(api, name, "finish-review")[0] == 200


def test_a_sheet_goes_from_self_evaluation_to_final(api: Caller, town: Town) -> None:
    fill(api, town)
    assert act(api, "head", "submit", {"pledge": True}) == (200, "SUBMITTED")
    assert act(api, "township", "return", {"reason": "缺合同"}) == (200, "RETURNED")
    assert act(api, "head", "submit", {"pledge": True}) == (200, "SUBMITTED")
    assert act(api, "township", "confirm") == (200, "TOWNSHIP_CHECKED")
    reviewers = [str(each) for each in town.reviewers]
    assert act(api, "bureau", "assign", {"reviewers": reviewers}) == (200, "ASSIGNED")
    for name in ("r1", "r2", "r3"):
        review(api, name)
    for id, percent in SURVEY.items():
        body = {"inputs": {"mean_percent": percent}}
        assert api.patch("bureau", id, body).status_code == 200
    assert act(api, "bureau", "reconcile", {"decisions": []}) == (200, "RECONCILED")
    assert act(api, "second", "decide") == (200, "DECIDED")
    assert act(api, "bureau", "publicise") == (200, "PUBLICISED")
    with frozen(at(date(2024, 1, 15))):
        assert act(api, "bureau", "finalise") == (200, "FINAL")
        final = api.get("head").json()
        with county_context(town.county):
            assert town.evaluation.on_time is True

    assert (final["next_actor"], final["due_on"], final["may"]) == (None, None, [])
    assert (final["base"], final["bonus"]) == (final["total"], "0.0000")
    assert final["grade"] in {"EXCELLENT", "GOOD", "PASS", "FAIL"}
    areas = [float(each["score"]) for each in final["areas"].values()]
    assert abs(sum(areas) - float(final["total"])) < 0.0005
    with county_context(town.county):
        told = Entry.objects.filter(object_uuid=town.evaluation.uuid).order_by("seq")
        steps = [each for each in told.values_list("action", flat=True)
                 if each.removeprefix("evaluation.") in TABLE]  # fmt: skip
    assert [each.removeprefix("evaluation.") for each in steps] == [
        *("submit", "return", "submit", "confirm", "assign"),
        *("finish-review", "finish-review", "finish-review"),
        *("reconcile", "decide", "publicise", "finalise"),
    ]


def test_submit_lists_what_is_missing(api: Caller, town: Town) -> None:
    with standing_in(town):
        fill_sheet(town)
    api.patch("head", "C17", {"inputs": {"kinds": None}})

    answer = api.post("head", "submit", {})

    assert (answer.status_code, answer.json()["code"]) == (422, "incomplete")
    assert faults(answer) == [("C17.kinds", "required"), ("pledge", "required")]


MAY = {
    "SELF_EVAL": {"head": ["submit"]},
    "SUBMITTED": {"township": ["return", "confirm"]},
    "TOWNSHIP_CHECKED": {"bureau": ["assign"], "second": ["assign"]},
    "ASSIGNED": {
        **{name: ["assign"] for name in ("bureau", "second")},
        **{name: ["recuse", "finish-review"] for name in ("r1", "r2", "r3")},
    },
    "REVIEWING": {"bureau": ["reconcile"], "second": ["reconcile"]},
    "RECONCILED": {"second": ["decide"]},
    "DECIDED": {"bureau": ["publicise"], "second": ["publicise"]},
    "PUBLICISED": {},
    "FINAL": {},
}
BODIES = {
    "submit": {"pledge": True},
    "return": {"reason": "缺证"},
    "recuse": {"reason": "亲属"},
}


@pytest.mark.parametrize("state", list(MAY))
def test_each_person_may_do_what_is_listed_and_nothing_else(
    api: Caller, town: Town, state: str
) -> None:
    """403 for another role, 409 for another state: exactly where `may` does not name the act."""
    to(town, state)
    seeing = ["bureau", "second", "hub", "auditor", "head", "worker", "township"]
    seeing += ["r1", "r2", "r3"] if state in list(MAY)[3:] else []

    listed = {name: api.get(name).json()["may"] for name in seeing}

    assert {name: acts for name, acts in listed.items() if acts} == MAY[state]
    for name in seeing:
        refused = {
            action: api.post(name, action, BODIES.get(action)).status_code
            for action in TABLE
            if action not in listed[name]
        }
        assert set(refused.values()) <= {403, 409}
        assert {action for action, status in refused.items() if status == 409} == {
            action for action in MINE.get(name, ()) if action not in listed[name]
        } - same_person(state, name)


BUREAUS = ("assign", "reconcile", "decide", "publicise", "finalise")
MINE = {
    "head": ("submit",),
    "township": ("return", "confirm"),
    **dict.fromkeys(("bureau", "second"), BUREAUS),
    **dict.fromkeys(("r1", "r2", "r3"), ("recuse", "finish-review")),
}


def same_person(state: str, name: str) -> set[str]:
    """Who reconciled is refused as a person (403), whatever the state."""
    reconciled = state in ("RECONCILED", "DECIDED", "PUBLICISED", "FINAL")
    return {"decide"} if reconciled and name == "bureau" else set()


def test_strangers_are_not_told_that_it_exists(api: Caller) -> None:
    for name in ("head2", "township2", "r1", "room", "supervisor", "purchaser", "agency"):
        for action in TABLE:
            assert api.post(name, action).status_code == 404


def test_an_unknown_action_is_not_found(api: Caller) -> None:
    assert api.post("bureau", "delete").status_code == 404


@pytest.mark.parametrize(
    ("state", "name", "action", "body", "status", "code"),
    [
        ("SUBMITTED", "township", "return", {}, 422, "invalid"),
        ("SUBMITTED", "township", "return", {"reason": " "}, 422, "invalid"),
        ("SUBMITTED", "township", "return", {"reason": ["缺证"]}, 422, "invalid"),
        ("TOWNSHIP_CHECKED", "bureau", "assign", {}, 422, "invalid"),
        ("TOWNSHIP_CHECKED", "bureau", "assign", {"reviewers": "all"}, 422, "invalid"),
        ("TOWNSHIP_CHECKED", "bureau", "assign", {"reviewers": [str(uuid4())] * 3}, 422, "invalid"),
        ("ASSIGNED", "r1", "recuse", {}, 422, "invalid"),
        ("ASSIGNED", "r1", "finish-review", {}, 422, "incomplete"),
        ("ASSIGNED", "bureau", "reconcile", {}, 409, "wrong_state"),
        ("REVIEWING", "bureau", "assign", {"reviewers": []}, 409, "review_finished"),
        ("REVIEWING", "bureau", "reconcile",
         {"decisions": [{"indicator": "F1", "grade": "B", "reason": "无"}]}, 422, "invalid"),
        ("REVIEWING", "bureau", "reconcile", {"decisions": {"F1": "B"}}, 422, "invalid"),
        ("RECONCILED", "bureau", "decide", {}, 403, "same_person"),
        ("PUBLICISED", "bureau", "finalise", {}, 409, "publicity_running"),
    ],
)  # fmt: skip
def test_every_refusal_of_the_table(
    api: Caller, town: Town, state: str, name: str, action: str, body: dict, status: int, code: str
) -> None:
    to(town, state)
    before = api.get(name).json()

    assert act(api, name, action, body) == (status, code)
    assert api.get(name).json() == before


def test_a_spread_above_the_limit_needs_its_decision(api: Caller, town: Town) -> None:
    to(town, "REVIEWING")
    with county_context(town.county):
        given = ReviewGrade.objects.filter(indicator="O6").order_by("assignment_id")
        ReviewGrade.objects.filter(pk=given[0].pk).update(grade="A")
        ReviewGrade.objects.filter(pk=given[1].pk).update(grade="D")

    answer = api.post("bureau", "reconcile", {"decisions": []})
    assert (answer.status_code, faults(answer)) == (422, [("O6", "decision_due")])

    decisions = [{"indicator": "O6", "grade": "C", "reason": "品牌未推广"}]
    done = api.post("bureau", "reconcile", {"decisions": decisions}).json()
    row = next(each for each in done["trace"] if each["indicator"] == "O6")
    # 2 x 0.6 points, and 15/14 of it: no case was closed, so O7 shares its point out.
    assert (row["score"], row["inputs"], row["by"]) == ("1.2857", {"grade": ["C"]}, "BUREAU")


def test_a_recused_reviewer_is_replaced(api: Caller, town: Town) -> None:
    to(town, "ASSIGNED")

    assert act(api, "r1", "recuse", {"reason": "亲属"}) == (200, "ASSIGNED")
    assert api.get("r1").status_code == 404
    team = [str(town.uuid(name)) for name in ("r2", "r3", "r4")]
    assert act(api, "bureau", "assign", {"reviewers": team}) == (200, "ASSIGNED")
    assert api.get("r4").json()["may"] == ["recuse", "finish-review"]


def test_an_action_may_be_bound_to_a_version(api: Caller, town: Town) -> None:
    to(town, "SUBMITTED")
    tag = api.etag("township")
    old = tag.rsplit("-", 1)[0] + '-1"'

    assert api.post("township", "confirm", **{"if-match": old}).status_code == 412
    answer = api.post("township", "confirm", **{"if-match": tag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] == api.etag("township") != tag
