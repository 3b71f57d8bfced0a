"""Two people act on the same sheet in the same moment: one wins, the other one is told."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection

from evaluation.cycles.domain import decide, review, sheet
from evaluation.cycles.models import Result, Step, Submission
from evaluation.cycles.states import Act
from evaluation.rollup.models import StationYear
from kernel.access.queries import actor_of
from kernel.audit.models import Entry
from kernel.audit.queries.entry import find_breaks
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from tests.fixtures.at_once import at_once as together
from tests.fixtures.cycles import (
    Town,
    at,
    bring,
    enter_survey,
    fill_quickly,
    freeze_town,
    grade_all,
    make_town,
    standing_in,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(counties: None) -> Iterator[Town]:
    """A frozen cycle, committed, so that other connections see it."""
    yield freeze_town(make_town())
    connection.close()


def at_once(town: Town, *deeds: Callable[[Any], Any]) -> list[str]:
    """Each deed on a connection of its own, begun together; what came of them, sorted."""
    evaluation = read(town)

    def quiet(deed: Callable[[Any], Any]) -> None:
        deed(evaluation)

    return together(town.county, partial(frozen, at()), *(partial(quiet, deed) for deed in deeds))


def read(town: Town) -> Any:
    with county_context(town.county):
        return town.evaluation


def act(town: Town, name: str, verb: Any, **given: Any) -> Callable[[Any], Any]:
    """A deed by a person, who is looked up before the race."""
    with county_context(town.county):
        actor = actor_of(town.users[name])
    return lambda evaluation: verb(actor=actor, evaluation=evaluation, **given)


def prepare(town: Town, build: Callable[[], Any]) -> Any:
    with standing_in(town):
        return build()


def test_two_submits_make_one_submission(town: Town) -> None:
    prepare(town, lambda: fill_quickly(town, "S001", "head"))
    deed = act(town, "head", sheet.submit, pledge=True)

    assert at_once(town, deed, deed) == ["Conflict", "done"]

    with county_context(town.county):
        assert town.evaluation.state == "SUBMITTED"
        assert Submission.objects.count() == 1
        assert Step.objects.filter(evaluation=town.evaluation, act=Act.SUBMIT).count() == 1
        whole(town, "evaluation.SUBMIT", 1)


def test_of_two_saves_of_one_version_one_is_stale(town: Town) -> None:
    """The page's form and the API's If-Match carry the version that was read."""
    seen = read(town).version
    deeds = [
        act(town, "head", sheet.declare_inputs, indicator="F8", inputs={"board": board}, seen=seen)
        for board in (True, False)
    ]

    assert at_once(town, *deeds) == ["Stale", "done"]

    with county_context(town.county):
        assert town.evaluation.version == seen + 1
        assert list(town.evaluation.items.get(indicator="F8").inputs) == ["board"]
        whole(town, "evaluation.DECLARE", 1)


def test_saves_without_a_version_come_one_after_the_other(town: Town) -> None:
    """Key by key: neither takes the other's away."""
    before = read(town).version
    deeds = [
        act(town, "head", sheet.declare_inputs, indicator="F8", inputs={key: True})
        for key in ("board", "online")
    ]

    assert at_once(town, *deeds) == ["done", "done"]

    with county_context(town.county):
        assert town.evaluation.version == before + 2
        assert town.evaluation.items.get(indicator="F8").inputs == {"board": True, "online": True}
        whole(town, "evaluation.DECLARE", 2)


def test_two_decisions_make_one(town: Town) -> None:
    prepare(town, lambda: bring(town, "RECONCILED"))
    deed = act(town, "second", decide.decide)

    assert at_once(town, deed, deed) == ["Conflict", "done"]

    with county_context(town.county):
        assert town.evaluation.state == "DECIDED"
        assert Result.objects.filter(evaluation=town.evaluation).count() == 1
        whole(town, "evaluation.DECIDE", 1)
    code = town.stations["S001"].code
    assert StationYear.objects.filter(station_code=code).values_list("state", flat=True).get() == (
        "DECIDED"
    )


def test_two_reconcile_make_one_result(town: Town) -> None:
    prepare(town, lambda: bring(town, "REVIEWING"))
    deed = act(town, "bureau", decide.reconcile)

    assert at_once(town, deed, deed) == ["Conflict", "done"]

    with county_context(town.county):
        assert Result.objects.filter(evaluation=town.evaluation).count() == 1
        whole(town, "evaluation.RECONCILE", 1)


def test_reviewers_who_finish_together_all_count(town: Town) -> None:
    def build() -> None:
        bring(town, "ASSIGNED")
        enter_survey(town)
        for name in ("r1", "r2", "r3"):
            grade_all(town, name)

    prepare(town, build)
    deeds = [act(town, name, review.finish_review) for name in ("r1", "r2", "r3")]

    assert at_once(town, *deeds) == ["done", "done", "done"]

    with county_context(town.county):
        assert town.evaluation.assignments.filter(finished_at__isnull=False).count() == 3
        assert list(find_breaks()) == []


def whole(town: Town, action: str, times: int) -> None:
    """The deed stands in the audit trail as often as it was done, and the chain is unbroken."""
    uuid = town.evaluation.uuid
    entries = Entry.objects.filter(object_uuid=uuid)
    assert entries.filter(action__iexact=action).count() == times
    assert list(find_breaks()) == []
