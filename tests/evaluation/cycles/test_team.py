"""Who may be in the team of reviewers."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from evaluation.cycles.domain import review
from evaluation.cycles.models import Assignment, Evaluation
from evaluation.cycles.queries.review import list_candidates
from evaluation.cycles.queries.sheet import grades_seen
from kernel.access.domain import revoke
from kernel.access.models import Membership
from kernel.errors import Invalid
from tests.fixtures.cycles import Town, bring, staged
from tests.fixtures.people import make_member


@pytest.fixture(scope="module", autouse=True)
def stage(held_town: Town, django_db_blocker: Any) -> Iterator[Town]:
    with staged(django_db_blocker, held_town, lambda town: bring(town, "TOWNSHIP_CHECKED")) as town:
        yield town


def assign(town: Town, *reviewers: Any) -> Evaluation:
    return review.assign_reviewers(
        actor=town.actor("bureau"), evaluation=town.evaluation, reviewers=list(reviewers)
    )


def grade(town: Town, by: str, indicator: str = "F1", letter: str = "B", **given: Any) -> Any:
    return review.give_grade(
        actor=town.actor(by),
        evaluation=town.evaluation,
        indicator=indicator,
        grade=letter,
        **given,
    )


def finish(town: Town, by: str) -> Evaluation:
    return review.finish_review(actor=town.actor(by), evaluation=town.evaluation)


def recuse(town: Town, by: str, reason: str = "与站长系亲属") -> Evaluation:
    return review.recuse(actor=town.actor(by), evaluation=town.evaluation, reason=reason)


def codes(refusal: pytest.ExceptionInfo) -> list[str]:
    return [error.code for error in refusal.value.errors]


def test_three_reviewers_make_a_team(town: Town) -> None:
    with pytest.raises(Invalid) as refusal:
        assign(town, *town.reviewers[:2])
    assert codes(refusal) == ["too_few"]
    with pytest.raises(Invalid) as refusal:
        assign(town, *[town.uuid("r1")] * 3)
    assert codes(refusal) == ["too_few"]

    assert assign(town, *map(str, town.reviewers)).state == "ASSIGNED"
    assert set(Assignment.objects.values_list("reviewer", flat=True)) == set(town.reviewers)


@pytest.mark.parametrize("name", ["head", "bureau", "supervisor"])
def test_only_reviewers_review(town: Town, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        assign(town, *town.reviewers, town.uuid(name))

    assert codes(refusal)[0] == "no_membership"
    assert refusal.value.errors[0].given == str(town.uuid(name))


def test_an_ended_membership_does_not_count(town: Town) -> None:
    held = Membership.objects.get(user_uuid=town.uuid("r3"))
    revoke(by=town.actor("bureau"), membership=held)

    with pytest.raises(Invalid) as refusal:
        assign(town, *town.reviewers)

    assert codes(refusal) == ["no_membership"]


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("SUPERVISOR", "510402-S001"),
        ("HEAD", "510402-S001"),
        ("WORKER", "510402-S001"),
        ("AGENCY", "510402-S001"),
        ("TOWNSHIP", "510402001"),
        ("SUPERVISOR", "510402-H001"),
    ],
)
def test_nobody_reviews_a_station_they_are_bound_to(town: Town, role: str, scope: str) -> None:
    make_member(role, scope_code=scope, user=town.users["r3"])

    with pytest.raises(Invalid) as refusal:
        assign(town, *town.reviewers)

    assert [(error.code, error.given) for error in refusal.value.errors] == [
        ("bound", str(town.uuid("r3")))
    ]
    names = {each["uuid"] for each in list_candidates(town.evaluation)}
    assert names == {town.uuid(name) for name in ("r1", "r2", "r4", "r5", "r6")}


def test_a_supervisor_of_another_station_may_review(town: Town) -> None:
    make_member("SUPERVISOR", scope_code="510402-S002", user=town.users["r3"])

    assert assign(town, *town.reviewers).state == "ASSIGNED"


@pytest.mark.parametrize("given", [None, "r1", {"a": 1}, ["x"], [None], [1], [[]]])
def test_reviewers_are_a_list_of_ids(town: Town, given: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        review.assign_reviewers(
            actor=town.actor("bureau"), evaluation=town.evaluation, reviewers=given
        )

    assert {error.field for error in refusal.value.errors} == {"reviewers"}
    assert Assignment.objects.count() == 0


def test_an_unknown_person_is_no_reviewer(town: Town) -> None:
    with pytest.raises(Invalid) as refusal:
        assign(town, *town.reviewers, uuid4())

    assert codes(refusal) == ["no_membership"]


def test_who_reviews_is_blind_even_with_the_bureaus_role(town: Town) -> None:
    make_member("BUREAU", user=town.users["r1"])
    assign(town, *town.reviewers)
    grade(town, "r2", letter="D")

    assert grades_seen(town.actor("r1"), town.evaluation) == {}
