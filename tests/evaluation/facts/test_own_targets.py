"""C15: computed for a station of which a project ended in the year, else its own to declare."""

from collections.abc import Iterator
from datetime import date

import pytest

from evaluation.cycles.domain import sheet
from evaluation.cycles.queries.missing import list_missing
from evaluation.cycles.queries.sheet import list_lines
from evaluation.facts.models import FrozenFact
from kernel.access.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from stations.projects.models import Project
from stations.records.domain import withdraw
from tests.evaluation.cycles import pages
from tests.fixtures.cycles import Town, at, freeze_town, make_town, standing_in
from tests.fixtures.projects import a_goal, a_project, a_target
from tests.fixtures.records import file_person, noon, visit

STARTS, ENDS = date(2023, 3, 1), date(2023, 8, 31)
OWN = {"targets": [{"planned": "10", "actual": "9"}]}


@pytest.fixture
def town(county: object) -> Iterator[Town]:
    """S001 agreed on four visits in 2023 and made two; then frozen. S002 has no project."""
    made = make_town()
    station = made.stations["S001"]
    project = a_project(station, starts_on=STARTS, ends_on=ENDS, received_at=noon(STARTS))
    a_target(a_goal(project), "VISIT", 4, received_at=noon(STARTS))
    person = file_person(station, name="李秀英")
    for day in (STARTS, ENDS):
        visit(person, day)
    freeze_town(made)
    with standing_in(made):
        yield made


def call(town: Town, verb, code: str, **given):
    by = town.actor("head" if code == "S001" else "head2")
    return verb(actor=by, evaluation=town.read(code), indicator="C15", **given)


def missing(town: Town, code: str) -> list[tuple[str, str]]:
    evaluation = town.read(code)
    found = list_missing(evaluation, list_lines(evaluation))
    return [(each.field, each.code) for each in found if each.field.startswith("C15")]


def test_a_project_that_ended_gives_the_figure_which_is_confirmed_not_typed(town: Town) -> None:
    assert missing(town, "S001") == [("C15", "unconfirmed"), ("C15.evidence", "required")]
    with pytest.raises(Conflict) as refusal:
        call(town, sheet.declare_inputs, "S001", inputs=OWN)
    assert refusal.value.code == "computed"

    item = call(town, sheet.confirm_fact, "S001")
    assert missing(town, "S001") == [("C15.evidence", "required")]
    line = next(each for each in list_lines(town.read("S001")) if each.item.pk == item.pk)
    assert line.inputs() == {"targets": [{"planned": "4", "actual": "2"}]}
    assert line.records == 3


def test_targets_of_the_annual_plan_come_in_by_a_dispute(town: Town) -> None:
    more = {"targets": [{"planned": "4", "actual": "2"}, *OWN["targets"]]}
    item = call(town, sheet.dispute_fact, "S001", inputs=more, reason="年度计划另有目标")
    assert item.disputed == more
    with pytest.raises(Invalid):
        call(town, sheet.dispute_fact, "S001", inputs={"targets": [{"planned": 0}]}, reason="改")


@pytest.mark.parametrize(
    ("disputed", "open_at"),
    [
        ({"targets": [{"planned": "4", "actual": "2"}, {"planned": "10"}]}, "targets[1].actual"),
        ({"targets": [{"planned": "4", "actual": None}]}, "targets[0].actual"),
        ({"targets": None}, "targets"),
    ],
)
def test_a_dispute_leaves_nothing_open(town: Town, disputed, open_at) -> None:
    """Accepted for good, a gap could never be scored."""
    with pytest.raises(Invalid) as refusal:
        call(town, sheet.dispute_fact, "S001", inputs=disputed, reason="年度计划另有目标")
    assert [(each.field, each.code) for each in refusal.value.errors] == [
        (f"C15.{open_at}", "required")
    ]
    assert town.evaluation.items.get(indicator="C15").disputed is None


def test_a_dispute_by_page_keeps_every_row_however_many(town: Town) -> None:
    """Two projects of nine targets each are more than a head would ever type."""
    rows = [{"planned": str(number), "actual": "0"} for number in range(1, 19)]
    FrozenFact.objects.filter(indicator="C15").update(inputs={"targets": rows})
    path = pages.address(town.evaluation, "self/C15/")
    shown = pages.visit(town, "head", path).content.decode()
    assert 'name="targets-17-planned" value="18"' in shown
    given = {f"targets-{n}-{key}": row[key] for n, row in enumerate(rows) for key in row}
    more = {"targets-18-planned": "10", "targets-18-actual": "9", "reason": "年度计划另有目标"}
    answer = pages.log_in(town, "head").post(path, {"act": "dispute", **given, **more})

    assert answer.status_code == 302
    with county_context(town.county):
        item = town.evaluation.items.get(indicator="C15")
    assert item.disputed == {"targets": [*rows, *OWN["targets"]]}


def test_without_such_a_project_the_station_declares(town: Town) -> None:
    assert ("C15.targets", "required") in missing(town, "S002")
    with pytest.raises(Invalid):
        call(town, sheet.confirm_fact, "S002")
    call(town, sheet.declare_inputs, "S002", inputs=OWN)
    assert missing(town, "S002") == [("C15.evidence", "required")]


def test_the_page_lists_the_target_and_its_records(town: Town) -> None:
    text = read(town, "bureau")
    assert "<dd>2/4</dd>" in text
    assert "优服务提质工程 · 走访（电话除外） 4 人次" in text
    assert (text.count("李**"), "李秀英" in text) == (2, False)
    assert read(town, "head").count("李秀英") == 2


def test_a_project_withdrawn_later_leaves_the_frozen_figure(town: Town) -> None:
    with county_context(town.county), frozen(at(date(2024, 2, 1))):
        withdraw(actor=Actor.system(town.county), entry=Project.objects.get(), reason="重复登记")
    frozen_part, _, again = read(town, "head").partition("按今天的记录重新统计")
    assert "<dd>2/4</dd>" in frozen_part
    assert "<div>没有记录</div>" in again
    with county_context(town.county):
        assert FrozenFact.objects.filter(indicator="C15").count() == 1


def read(town: Town, name: str) -> str:
    with county_context(town.county):
        path = pages.address(town.evaluation, "facts/C15/")
    answer = pages.visit(town, name, path)
    assert answer.status_code == 200
    return answer.content.decode()
