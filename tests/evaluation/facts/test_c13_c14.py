"""C13 and C14 by hand."""

from datetime import date, datetime

from evaluation.facts import c13, c14
from kernel.workdays.clock import ZONE
from tests.fixtures.records import LONG_AGO, enlist, file_person, need, noon

END = date(2023, 12, 31)
TOO_LATE = datetime(2024, 1, 8, tzinfo=ZONE)


def test_persons_on_the_roster_on_the_cutoff_day(network, ask, behind):
    person = file_person(network["S001"])
    entries = [
        enlist(network["S001"], beneficiary=person, id_number_index="a" * 64),
        # The same person under a second kind, found in the room: still one person.
        enlist(network["R001"], id_number_index="a" * 64, category="disability"),
        enlist(network["S001"], since=END),
    ]
    enlist(network["S001"], valid_to=END)  # no longer listed on the last day
    enlist(network["S001"], since=date(2024, 1, 1), received_at=noon(END))
    enlist(network["S002"], beneficiary=file_person(network["S002"]))

    assert ask(c13, "S001", "S002", "S003") == {
        "S001": {"roster": 2, "filed": 1},
        "S002": {"roster": 1, "filed": 1},
        "S003": {"roster": 0, "filed": 0},
    }
    assert behind(c13) == {("beneficiary", person.uuid)} | {
        ("roster_entry", row.uuid) for row in entries
    }


def test_files_opened_or_received_too_late_do_not_count(network, ask):
    in_time = file_person(network["S001"], END)
    later = file_person(network["S001"], date(2024, 1, 1), received_at=noon(END))
    late = file_person(network["S001"], received_at=TOO_LATE)
    withdrawn = file_person(network["S001"], withdrawn_at=noon(END))
    for person in (in_time, later, late, withdrawn):
        enlist(network["S001"], beneficiary=person)
    enlist(network["S001"], received_at=TOO_LATE)

    assert ask(c13) == {"S001": {"roster": 4, "filed": 1}}


def test_needs_of_the_year_closed_as_the_person_confirms(network, ask, behind):
    person = file_person(network["S001"])
    rows = [
        need(person, date(2023, 1, 1), END),
        need(person, END),
        need(person, date(2023, 3, 1), date(2023, 3, 9), confirmed_by_person=False),
        need(person, date(2023, 4, 1), date(2024, 1, 1), closed_received_at=noon(END)),
        need(person, date(2023, 5, 1), date(2023, 6, 1), closed_received_at=TOO_LATE),
        need(person, date(2023, 6, 1), date(2023, 6, 1), station=network["R001"]),
    ]
    need(person, date(2022, 12, 31), date(2023, 1, 5))
    need(person, date(2024, 1, 1), received_at=noon(END))
    need(person, date(2023, 7, 1), received_at=TOO_LATE)
    need(file_person(network["S002"]), date(2023, 7, 1), date(2023, 8, 1))

    assert ask(c14, "S001", "S002", "S003") == {
        "S001": {"raised": 6, "closed": 2},
        "S002": {"raised": 1, "closed": 1},
        "S003": {"raised": 0, "closed": 0},
    }
    assert behind(c14) == {("need", row.uuid) for row in rows}


def test_the_cutoff_ends_both(network, ask):
    person = file_person(network["S001"], LONG_AGO)
    need(person, date(2023, 11, 15), date(2023, 11, 16))

    assert ask(c14, cutoff=date(2023, 11, 14)) == {"S001": {"raised": 0, "closed": 0}}
    assert ask(c14, cutoff=date(2023, 11, 15)) == {"S001": {"raised": 1, "closed": 0}}
    assert ask(c14, cutoff=date(2023, 11, 16)) == {"S001": {"raised": 1, "closed": 1}}
