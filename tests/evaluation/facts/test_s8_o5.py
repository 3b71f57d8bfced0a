"""S8 and O5 by hand."""

from datetime import date, datetime

from evaluation.facts import o5, s8
from kernel.workdays.clock import ZONE
from tests.fixtures.records import (
    a_case,
    add_worker,
    advance,
    close_case,
    file_person,
    noon,
    reopen_case,
    works,
    write,
)

START, DAY, END = date(2023, 1, 1), date(2023, 5, 4), date(2023, 12, 31)
TOO_LATE = datetime(2024, 1, 8, tzinfo=ZONE)


def test_who_worked_at_both_ends_of_the_year(network, ask, behind):
    station, room = network["S001"], network["R001"]
    stays = works(add_worker(), station, date(2022, 6, 1))
    left = works(add_worker(), station, date(2022, 6, 1), date(2023, 9, 1))
    moved = add_worker()
    spans = [
        works(moved, room, date(2022, 6, 1), DAY),
        works(moved, station, DAY),
    ]
    unknown = works(add_worker(), station, START, date(2023, 10, 1), ended_received_at=TOO_LATE)
    works(add_worker(), station, date(2023, 1, 2))  # came later
    works(add_worker(), network["S002"], START)

    assert ask(s8, "S001", "S002", "S003") == {
        "S001": {"at_start": 4, "retained": 3},
        "S002": {"at_start": 1, "retained": 1},
        "S003": {"at_start": 0, "retained": 0},
    }
    assert behind(s8) == {("assignment", row.uuid) for row in (stays, left, *spans, unknown)}


def test_a_file_owes_the_documents_of_the_gates_it_passed(network, ask, behind):
    case = a_case(file_person(network["S001"]), DAY)
    advance(case, DAY, "AGREEMENT")
    advance(case, date(2023, 6, 1), to="PLAN")  # its report is missing
    write(case, "PLAN", date(2023, 6, 2))  # not owed yet
    a_case(file_person(network["S001"]), DAY)  # at intake: owes nothing yet
    elsewhere = a_case(file_person(network["S002"]), DAY, kind="CRISIS")
    advance(elsewhere, DAY)  # a crisis signs later and owes nothing for this step

    assert ask(o5, "S001", "S002") == {
        "S001": {"files": [{"due": 2, "present": 1}]},
        "S002": {"files": []},
    }
    assert behind(o5) == {("case", case.uuid)}


def test_steps_and_documents_received_too_late_do_not_count(network, ask):
    case = a_case(file_person(network["S001"]), DAY)
    advance(case, DAY)
    write(case, "AGREEMENT", DAY, received_at=TOO_LATE)
    late = advance(case, END, to="PLAN")
    type(late).objects.filter(pk=late.pk).update(received_at=TOO_LATE)

    assert ask(o5) == {"S001": {"files": [{"due": 1, "present": 0}]}}


def test_after_reopening_the_new_round_is_owed(network, ask):
    case = a_case(file_person(network["S001"]), DAY)
    advance(case, DAY, "AGREEMENT", "ASSESSMENT_REPORT", to="PLAN")
    step = case.steps.get()
    type(step).objects.create(
        case=case, act="REOPEN", from_stage="PLAN", to_stage="INTAKE", received_at=noon(END)
    )
    assert ask(o5) == {"S001": {"files": []}}


def test_five_files_are_drawn_and_always_the_same(network, ask, behind):
    for _number in range(16):  # of eight, two years draw the same five too often
        advance(a_case(file_person(network["S001"]), DAY), DAY, "AGREEMENT")

    drawn = behind(o5)
    assert len(ask(o5)["S001"]["files"]) == len(drawn) == 5
    assert behind(o5) == drawn
    assert behind(o5, year=2024) != drawn


def test_steps_after_the_cut_off_are_of_the_next_year(network, ask):
    """Within the late-sync period, too: a step has no day but that of its receipt."""
    case = a_case(file_person(network["S001"]), DAY)
    advance(case, DAY, "AGREEMENT")
    advance(case, date(2024, 1, 3), "ASSESSMENT_REPORT", to="PLAN")

    assert ask(o5) == {"S001": {"files": [{"due": 1, "present": 1}]}}


def test_a_closure_told_in_time_counts_by_its_day(network, ask):
    for code, closed_on in (("S001", END), ("S002", date(2024, 1, 2))):
        case = a_case(file_person(network[code]), DAY)
        advance(case, DAY, "AGREEMENT")
        close_case(case, closed_on, received_at=noon(date(2024, 1, 3)))

    assert ask(o5, "S001", "S002") == {
        "S001": {"files": [{"due": 6, "present": 1}]},
        "S002": {"files": [{"due": 1, "present": 1}]},
    }


def test_opened_again_after_the_cut_off_a_case_is_as_it_was(network, ask):
    in_year = a_case(file_person(network["S001"]), DAY)
    before = a_case(file_person(network["S002"]), date(2022, 3, 1))
    for case, day in ((in_year, DAY), (before, date(2022, 5, 4))):
        advance(case, day, "AGREEMENT")
        close_case(case, day)
        reopen_case(case, noon(date(2024, 1, 3)))

    assert ask(o5, "S001", "S002") == {
        "S001": {"files": [{"due": 6, "present": 1}]},
        "S002": {"files": []},
    }


def test_an_agreement_counts_that_was_signed(network, ask):
    """As the gate asks (C81d), also where the county asks for it never and a case went on."""
    for code, signed in (("S001", False), ("S002", True)):
        case = a_case(file_person(network[code]), DAY)
        write(case, "AGREEMENT", DAY, signed=signed)
        write(case, "ASSESSMENT_REPORT", DAY, signed=False)
        advance(case, DAY)
        advance(case, DAY, to="PLAN")

    assert ask(o5, "S001", "S002") == {
        "S001": {"files": [{"due": 2, "present": 1}]},
        "S002": {"files": [{"due": 2, "present": 2}]},
    }


def test_a_closure_told_too_late_leaves_the_case_as_it_was(network, ask):
    """Also one of a year before: on the cut-off day the case was under way."""
    case = a_case(file_person(network["S001"]), date(2022, 3, 1))
    advance(case, date(2022, 3, 1), "AGREEMENT")
    before = ask(o5)
    close_case(case, date(2022, 12, 15), received_at=TOO_LATE)

    assert ask(o5) == before == {"S001": {"files": [{"due": 1, "present": 1}]}}
