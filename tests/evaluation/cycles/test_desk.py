"""The work desk: what waits for whom, until when."""

from datetime import date

import pytest
from django.utils.translation import override

from evaluation.cycles.desk import list_desk_tasks
from evaluation.cycles.domain import review, sheet, township
from evaluation.cycles.domain.cycle import create_cycle, open_cycle
from evaluation.cycles.models import Item
from kernel.hooks import desk_tasks
from kernel.web.queries import latest_changes
from kernel.workdays.clock import today
from stations.network.models import Station
from stations.network.queries.scope import own_stations
from tests.fixtures.cycles import FREEZE_DAY, RUBRIC, VERSION, Town, bring, grade_all

S001, S002 = "大渡口街道社会工作服务站 2023", "炳草岗街道社会工作服务站 2023"


def desk(town: Town, name: str, on: date | None = None) -> list[tuple]:
    tasks = list_desk_tasks(town.actor(name), on or today())
    return [(each.url.rsplit("/", 2)[1], each.object_text, each.due_on) for each in tasks]


def test_the_desk_is_hooked_up() -> None:
    assert list_desk_tasks in desk_tasks.functions


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("zh-hans", "2023 乡镇（街道）社会工作服务站年度评价细则"),
        ("en", "2023 Annual evaluation of township stations"),
    ],
)
def test_news_of_a_cycle_give_the_title_of_its_rubric(
    town: Town, language: str, title: str
) -> None:
    """The audit trail keeps the rubric's id, which no reader of the desk knows."""
    with override(language):
        told = {each.object_text for each in latest_changes(town.actor("bureau"))}
    assert title in told
    assert not [text for text in told if RUBRIC in text]


def test_each_step_waits_on_one_desk(town: Town) -> None:
    waiting = {}
    for state in ("SELF_EVAL", "SUBMITTED", "TOWNSHIP_CHECKED", "ASSIGNED", "REVIEWING",
                  "RECONCILED", "DECIDED", "PUBLICISED"):  # fmt: skip
        bring(town, state)
        names = ("head", "township", "bureau", "second", "r1", "worker", "auditor", "head2")
        waiting[state] = {name: pages for name in names if (pages := [
            page for page, text, _day in desk(town, name) if text == S001])}  # fmt: skip

    assert waiting == {
        "SELF_EVAL": {"head": ["self"]},
        "SUBMITTED": {"township": ["township"]},
        "TOWNSHIP_CHECKED": {"bureau": ["manage"], "second": ["manage"]},
        "ASSIGNED": {"r1": ["review"]},
        "REVIEWING": {"bureau": ["manage"], "second": ["manage"]},
        "RECONCILED": {"second": ["manage"]},
        "DECIDED": {"bureau": ["manage"], "second": ["manage"]},
        "PUBLICISED": {},
    }
    assert desk(town, "bureau", date(2024, 1, 15)) == [("manage", S001, date(2024, 1, 22))]


def test_a_task_names_station_and_day(town: Town) -> None:
    assert desk(town, "head") == [("self", S001, date(2024, 1, 22))]
    assert desk(town, "head2") == [("self", S002, date(2024, 1, 22))]


def test_a_returned_sheet_is_told_apart(town: Town) -> None:
    first = list_desk_tasks(town.actor("head"), FREEZE_DAY)[0].title
    bring(town, "SUBMITTED")
    township.return_sheet(actor=town.actor("township"), evaluation=town.evaluation, reason="缺证")

    tasks = list_desk_tasks(town.actor("head"), FREEZE_DAY)

    assert [each.due_on for each in tasks] == [date(2024, 1, 15)]
    assert tasks[0].title != first


def test_a_finished_or_recused_reviewer_has_nothing_to_do(town: Town) -> None:
    bring(town, "ASSIGNED")
    grade_all(town, "r1")
    review.finish_review(actor=town.actor("r1"), evaluation=town.evaluation)
    review.recuse(actor=town.actor("r2"), evaluation=town.evaluation, reason="亲属")

    assert (desk(town, "r1"), desk(town, "r2")) == ([], [])
    assert [page for page, *_ in desk(town, "r3")] == ["review"]
    assert [page for page, text, _ in desk(town, "bureau") if text == S001] == ["manage"]


def test_an_open_dispute_waits_for_the_bureau_once_handed_in(town: Town) -> None:
    sheet.dispute_fact(
        actor=town.actor("head"), evaluation=town.evaluation, indicator="S2",
        inputs={"active": 3}, reason="漏录",
    )  # fmt: skip
    assert desk(town, "bureau") == []

    bring(town, "SUBMITTED")
    assert desk(town, "bureau") == [("manage", S001, date(2024, 1, 15))]

    Item.objects.filter(indicator="S2").update(ruling=True)
    assert desk(town, "bureau") == []


def test_a_cycle_waits_to_be_frozen_after_the_late_sync_days(town: Town) -> None:
    cycle = create_cycle(
        actor=town.actor("bureau"), year=2022, rubric_id=RUBRIC, version=VERSION,
        cutoff_on=date(2022, 12, 31),
    )  # fmt: skip
    open_cycle(actor=town.actor("bureau"), cycle=cycle)

    assert desk(town, "bureau", date(2023, 1, 7)) == []
    assert [each[2] for each in desk(town, "bureau", date(2023, 1, 8))] == [date(2023, 1, 8)]
    assert desk(town, "hub", date(2023, 1, 8)) == []


def test_a_reviewer_reaches_the_stations_of_assigned_sheets(town: Town) -> None:
    bring(town, "ASSIGNED")

    def reached(name: str) -> set[str]:
        (held,) = town.actor(name).memberships
        return set(Station.objects.filter(own_stations()(held)).values_list("code", flat=True))

    assert reached("r1") == {"510402-S001"}
    assert reached("r4") == set()
