"""C08, C12 and O7 by hand."""

from datetime import date, datetime

from evaluation.facts import c08, c12, o7
from kernel.workdays import clock
from kernel.workdays.clock import ZONE
from stations.casework.domain import drop_review, review_plan
from tests.fixtures.care import a_plan, a_report, a_review, an_indicator
from tests.fixtures.custody import a_volume
from tests.fixtures.records import (
    a_case,
    add_worker,
    close_case,
    file_person,
    noon,
    reopen_case,
    serve,
)

DAY, END = date(2023, 5, 4), date(2023, 12, 31)
TOO_LATE = datetime(2024, 1, 8, tzinfo=ZONE)


def judged(plan, met, on=DAY, **given):
    values = {"judged_on": on, "judged_received_at": noon(on), "reached": 3, "met": met}
    return an_indicator(plan, received_at=noon(DAY), **(values | given))


def reviewed(person, on=DAY, told=None, **given):
    plan = a_plan(person, DAY, **given)
    a_review(plan, on, received_at=told or noon(on))
    return plan


def test_services_for_children_and_reports_made_late(network, ask, behind):
    given = serve(network["R001"], DAY, "3.2.3.2", staff=add_worker())
    late = a_report(network["S001"], DAY, hours=25)
    a_report(network["S001"], DAY, hours=24)
    a_report(network["S001"], date(2022, 12, 31), hours=48)
    a_report(network["S001"], DAY, hours=48, received_at=TOO_LATE)
    a_report(network["S002"], END, hours=48)

    assert ask(c08, "S001", "S002", "S003") == {
        "S001": {"kinds": 1, "late_reports": 1},
        "S002": {"kinds": 0, "late_reports": 1},
        "S003": {"kinds": 0, "late_reports": 0},
    }
    assert behind(c08) == {("service", given.uuid), ("protection_report", late.uuid)}


def test_the_share_of_goals_met_in_plans_reviewed_or_closed(network, ask, behind):
    half, none, whole = (file_person(network["S001"]) for _ in range(3))
    first = reviewed(half)
    judged(first, True)
    judged(first, False)
    second = reviewed(none)  # without any indicator
    third = a_plan(whole, DAY, closed_on=END, closed_received_at=noon(END))
    judged(third, True)
    a_plan(file_person(network["S001"]), DAY)  # neither reviewed nor closed
    elsewhere = reviewed(file_person(network["S002"]))
    judged(elsewhere, True, judged_received_at=TOO_LATE)

    assert ask(c12, "S001", "S002", "S003") == {
        "S001": {"plans": 3, "mean_share": "0.5"},
        "S002": {"plans": 1, "mean_share": "0"},
        "S003": {"plans": 0, "mean_share": "0"},
    }
    assert behind(c12) == {("care_plan", row.uuid) for row in (first, second, third)}


def test_plans_refused_or_known_too_late_do_not_count(network, ask):
    refused = {"refused_on": DAY, "refused_received_at": noon(DAY)}
    closed = {"closed_on": DAY, "closed_received_at": noon(DAY)}
    a_plan(file_person(network["S001"]), DAY, agreed=False, **refused, **closed)
    reviewed(file_person(network["S001"]), told=TOO_LATE)
    reviewed(file_person(network["S001"]), date(2024, 1, 1), told=noon(END))
    reviewed(file_person(network["S001"]), received_at=TOO_LATE)

    assert ask(c12) == {"S001": {"plans": 0, "mean_share": "0"}}


def test_a_plan_reviewed_again_before_the_freeze_counts_in_the_year(network, system, ask, behind):
    """Each review stands; neither a later one nor one that came late takes its place."""
    given = {"actor": system, "note": "有进步", "review_due_on": date(2024, 6, 1)}
    plans = [a_plan(file_person(network["S001"]), DAY) for _number in range(2)]
    for plan, told in zip(plans, (date(2024, 1, 3), date(2024, 2, 1)), strict=True):
        for on in (DAY, told):
            with clock.frozen(on):
                review_plan(plan=plan, on=on, **given)

    assert ask(c12) == {"S001": {"plans": 2, "mean_share": "0"}}
    assert behind(c12) == {("care_plan", plan.uuid) for plan in plans}

    first = plans[0].reviews.get(reviewed_on=DAY)
    drop_review(actor=system, review=first, reason="登错人")
    assert ask(c12) == {"S001": {"plans": 1, "mean_share": "0"}}


def test_cases_closed_in_the_year_and_those_in_the_archive(network, ask, behind):
    def closed(on=DAY, **given):
        values = {"closed_on": on, "closed_received_at": noon(on), "closure_reason": "GOALS_MET"}
        return a_case(file_person(network["S001"]), DAY, **(values | given))

    filed, open_shelf, late = closed(), closed(END), closed()
    volume = a_volume(filed, DAY)
    a_volume(late, DAY, received_at=TOO_LATE)
    a_volume(open_shelf, date(2024, 1, 1), received_at=noon(END))
    closed(closed_received_at=TOO_LATE)
    a_case(file_person(network["S001"]), DAY)

    assert ask(o7, "S001", "S002") == {
        "S001": {"closed": 3, "archived": 1},
        "S002": {"closed": 0, "archived": 0},
    }
    assert behind(o7) == {("archive_volume", volume.uuid)} | {
        ("case", case.uuid) for case in (filed, open_shelf, late)
    }


def test_a_closure_told_after_the_cut_off_is_filed_with_it(network, ask, behind):
    """The volume is filed when the closure is entered, not on the day of the closure."""
    told = noon(date(2024, 1, 3))
    case = a_case(file_person(network["S001"]), DAY)
    close_case(case, END, received_at=told)
    volume = a_volume(case, date(2024, 1, 3), received_at=told)

    assert ask(o7) == {"S001": {"closed": 1, "archived": 1}}
    assert behind(o7) == {("case", case.uuid), ("archive_volume", volume.uuid)}


def test_a_case_opened_again_after_the_cut_off_was_closed_in_the_year(network, ask):
    for again in (END, date(2024, 1, 3)):
        case = a_case(file_person(network["S001"]), DAY)
        close_case(case, DAY)
        a_volume(case, DAY)
        reopen_case(case, noon(again))
    close_case(case, date(2024, 1, 4))
    a_volume(case, date(2024, 1, 4))

    assert ask(o7) == {"S001": {"closed": 1, "archived": 1}}
