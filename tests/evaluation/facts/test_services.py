"""C02, C06, C07, C09 and C10: which services of a section have a verified record."""

from datetime import date, datetime

import pytest

from evaluation.facts import c02, c06, c07, c09, c10
from kernel.workdays.clock import ZONE
from stations.casework.catalogue import codes_of
from tests.fixtures.records import add_worker, noon, serve

DAY, END = date(2023, 5, 4), date(2023, 12, 31)
TOO_LATE = datetime(2024, 1, 8, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("module", "field"), [(c02, "PUBLIC"), (c07, "ELDER"), (c09, "AFFAIRS"), (c10, "RURAL")]
)
def test_each_service_counts_once_wherever_it_was_given(network, ask, behind, module, field):
    worker, (first, second, *_rest) = add_worker(), codes_of(field)
    rows = [
        serve(network["S001"], DAY, first, staff=worker),
        serve(network["S001"], END, first, staff=worker),
        serve(network["R001"], date(2023, 1, 1), second, staff=worker),
    ]
    serve(network["S002"], DAY, second, staff=worker)
    serve(network["S001"], DAY, "3.2.3.1", staff=worker)  # of another section

    assert ask(module, "S001", "S002", "S003") == {
        "S001": {"kinds": 2},
        "S002": {"kinds": 1},
        "S003": {"kinds": 0},
    }
    assert behind(module) == {("service", row.uuid) for row in rows}


def test_what_is_not_verified_in_time_does_not_count(network, ask):
    worker, station = add_worker(), network["S001"]
    serve(station, DAY, "3.2.2.1")  # nobody is named who gave it
    serve(station, date(2022, 12, 31), "3.2.2.2", staff=worker)
    serve(station, date(2024, 1, 1), "3.2.2.3", staff=worker, received_at=noon(END))
    serve(station, DAY, "3.2.2.4", staff=worker, received_at=TOO_LATE)
    serve(station, DAY, "3.2.2.5", staff=worker, withdrawn_at=noon(END))

    assert ask(c07) == {"S001": {"kinds": 0}}


def test_aid_to_the_homeless_applies_where_it_was_given(network, ask):
    worker = add_worker()
    for code in ("3.2.1.1", "3.2.1.8"):
        serve(network["S001"], DAY, code, staff=worker)
    serve(network["S002"], DAY, "3.2.1.1", staff=worker)

    assert ask(c06, "S001", "S002", "S003") == {
        "S001": {"kinds": 2, "applicable": 8},
        "S002": {"kinds": 1, "applicable": 7},
        "S003": {"kinds": 0, "applicable": 7},
    }
