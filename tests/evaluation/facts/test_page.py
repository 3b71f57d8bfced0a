"""The page of the records behind a figure: names as access allows, differences shown."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings

from evaluation.facts.definitions import load_definitions
from kernel.access.actor import Actor
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from stations.casework.models import Need
from stations.records.domain import withdraw
from tests.evaluation.cycles.pages import address, log_in, visit
from tests.fixtures.cycles import Town, at, freeze_town, make_town, standing_in
from tests.fixtures.records import file_person, need, volunteer

DIFFERENT = "按今天的记录重新统计"


@pytest.fixture
def town(county: object) -> Iterator[Town]:
    """S001 with two needs of 2023, one of them met; then frozen."""
    made = make_town()
    with frozen(at(date(2023, 12, 30))):
        person = file_person(made.stations["S001"], name="李秀英")
        need(person, date(2023, 3, 1), date(2023, 3, 9))
        need(person, date(2023, 4, 1))
        need(file_person(made.stations["S002"], name="赵别处"), date(2023, 5, 1))
        volunteer(made.stations["S001"], name="李志愿")
    freeze_town(made)
    with standing_in(made):
        yield made


def page(town: Town, name: str, indicator: str = "C14", language: str = "zh-hans") -> str:
    client = log_in(town, name)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(address(town.evaluation, f"facts/{indicator}/"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_names_are_the_stations_own(town: Town) -> None:
    seen = {}
    for name in ("head", "bureau", "township", "auditor"):
        with county_context(town.county):
            text = page(town, name)
        seen[name] = ("李秀英" in text, text.count("李**"), "赵" in text)

    assert seen == {
        "head": (True, 0, False),
        "bureau": (False, 2, False),
        "township": (False, 2, False),
        "auditor": (False, 2, False),
    }


def test_a_record_withdrawn_later_is_a_difference_and_no_change(town: Town) -> None:
    assert DIFFERENT not in page(town, "head")
    with county_context(town.county), frozen(at(date(2024, 2, 1))):
        met = Need.objects.get(closed_on=date(2023, 3, 9))
        withdraw(actor=Actor.system(town.county), entry=met, reason="记错了人")
    with county_context(town.county):
        text = page(town, "head")

    assert DIFFERENT in text
    assert text.count("此后已撤回") == 1
    frozen_part, _, counted_again = text.partition(DIFFERENT)
    assert "<dt>其中经本人确认办结的</dt><dd>1 件</dd>" in frozen_part
    assert "<div>其中经本人确认办结的: 0 件</div>" in counted_again


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh-hans", "冻结之后，统计口径（本指标或其他指标的）有过变更"),
        ("en", "What counts, for this figure or others, has changed since the freeze"),
    ],
)
def test_what_counts_may_have_changed_since_the_freeze(
    town: Town, monkeypatch: pytest.MonkeyPatch, language: str, line: str
) -> None:
    """The same records, counted by other rules: the page says so, also where nothing differs."""
    with county_context(town.county):
        assert line not in page(town, "head", language=language)
    other = replace(load_definitions(), org_activities=3)
    monkeypatch.setattr("evaluation.facts.queries.behind.load_definitions", lambda: other)

    with county_context(town.county):
        text = page(town, "head", language=language)
    assert line in text
    assert DIFFERENT not in text


def test_a_figure_that_is_not_computed_has_no_page(town: Town) -> None:
    answer = visit(town, "head", address(town.evaluation, "facts/F1/"))

    assert answer.status_code == 404
