"""The day a person's next visit is waited for, beside counting every slot of the year."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from evaluation.facts.definitions import load_definitions
from stations.casework.models import Beneficiary
from stations.casework.queries.due import due_list, level_counts
from tests.fixtures.records import file_person, noon, set_level, visit

ON = date(2026, 11, 26)
# Months are not alike: slots that begin on the 29th to 31st end on days of their own.
BEGUN = (date(2025, 3, 3), date(2026, 1, 31), date(2026, 2, 28), date(2026, 5, 30))
AFTER = (None, -1, 0, 27, 28, 30, 31, 89, 120)
EVERY_SLOT = """
SELECT min((begins + (k + 1) * %(step)s::interval)::date) - 1
FROM (SELECT greatest(%(since)s::date, %(year)s::date) AS begins) AS person
CROSS JOIN generate_series(0, 60) AS k
WHERE %(last)s::date IS NULL OR %(last)s::date < (begins + k * %(step)s::interval)::date
"""


def first_open(step, since, last):
    with connection.cursor() as cursor:
        year = date(ON.year, 1, 1)
        cursor.execute(EVERY_SLOT, {"step": step, "since": since, "last": last, "year": year})
        return cursor.fetchone()[0]


@pytest.mark.parametrize("level", [1, 3, 4])
def test_the_open_day_is_that_of_counting_every_slot(network, actor, level):
    step = dict(load_definitions().visit_intervals)[level]
    expected = {}
    for since in BEGUN:
        for after in AFTER:
            last = None if after is None else since + timedelta(days=after)
            person = file_person(network["S001"])
            set_level(person, level, since)
            if last:
                visit(person, last)
            expected[person.pk] = first_open(step, since, last)

    found = dict(due_list(actor("HEAD"), ON, 366).waiting)

    assert found == expected
    assert Beneficiary.objects.count() == len(expected)


def test_of_two_levels_that_run_at_once_the_younger_counts(network, actor):
    person = file_person(network["S001"])
    set_level(person, 4, date(2026, 1, 5))
    set_level(person, 1, date(2026, 3, 2))
    set_level(person, 3, date(2026, 2, 2), withdrawn_at=noon(date(2026, 4, 1)))

    [row] = due_list(actor("HEAD"), ON, 366)

    assert (row.level, row.since) == (1, date(2026, 3, 2))


def waiting(actor, person):
    """The day on which the person's next visit is waited for."""
    return dict(due_list(actor("HEAD"), ON, 366).waiting)[person.pk]


def test_a_third_refusal_in_a_row_fills_no_slot(network, actor):
    """As in C11: two in a row count, also where nobody was there between them."""
    person = file_person(network["S001"])
    set_level(person, 3, date(2025, 3, 3))
    visit(person, date(2025, 12, 20), "REFUSED")  # of last year
    for month, result in ((6, "REFUSED"), (7, "NOT_HOME"), (8, "REFUSED")):
        visit(person, date(2026, month, 15), result)
    assert waiting(actor, person) == date(2026, 9, 30)

    for day in (date(2026, 9, 15), date(2026, 10, 15)):
        visit(person, day, "REFUSED")
    assert waiting(actor, person) == date(2026, 9, 30)

    met = visit(person, date(2026, 10, 20))
    assert waiting(actor, person) == date(2026, 11, 30)
    visit(person, date(2026, 11, 2), "REFUSED")
    assert waiting(actor, person) == date(2026, 12, 31)
    met.withdrawn_at = noon(ON)
    met.save()
    assert waiting(actor, person) == date(2026, 9, 30)


def test_where_visits_are_made_that_count_is_data(network, actor, monkeypatch):
    person = file_person(network["S001"])
    set_level(person, 3, date(2026, 1, 1))
    visit(person, date(2026, 10, 15), place="PHONE")
    assert waiting(actor, person) == date(2026, 11, 30)

    changed = replace(load_definitions(), visit_places=["HOME"])
    monkeypatch.setattr("evaluation.facts.queries.due.load_definitions", lambda: changed)
    assert waiting(actor, person) == date(2026, 1, 31)


def test_visits_are_due_from_the_opening_of_the_station(network, actor):
    """As C11 counts: who was filed while the place was being built waits from its first day."""
    opened = date(2026, 10, 15)
    network["S001"].opened_on = opened
    network["S001"].save(update_fields=["opened_on"])
    persons = [file_person(network[place]) for place in ("S001", "R001", "S001")]
    for person in persons:
        set_level(person, 3, date(2026, 1, 1))
    visit(persons[1], date(2026, 10, 10))  # before the opening: fills no slot
    visit(persons[2], date(2026, 10, 20))

    found = due_list(actor("HEAD"), ON, 366)

    days = [date(2026, 11, 14), date(2026, 11, 14), date(2026, 12, 14)]
    assert dict(found.waiting) == dict(zip([each.pk for each in persons], days, strict=True))
    assert {row.due_on for row in found[:]} == {date(2026, 12, 14)}
    assert {row.since for row in found[:]} == {date(2026, 1, 1)}
    [count] = [each for each in level_counts(network["S001"], ON) if each.due]
    assert (count.level, count.due, count.done) == ("3", 3, 1)
