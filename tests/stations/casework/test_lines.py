"""The lines behind a figure: who sees the sheet learns nothing of a minor's closed file (X10)."""

import pytest

from stations.casework.queries import SOURCES
from tests.fixtures.custody import file_child
from tests.fixtures.records import LONG_AGO, a_case, enlist, file_person, set_level

CODE = "510402-S001"


def lines(person, actor):
    """Kind of record -> its line as the actor reads it."""
    made = {
        "roster_entry": enlist(person.station, name=person.name, beneficiary=person),
        "visit_level": set_level(person, 1, LONG_AGO),
        "case": a_case(person),
    }
    return {
        kind: SOURCES[kind].describe([entry.uuid], actor)[entry.uuid]
        for kind, entry in made.items()
    }


@pytest.mark.parametrize("role", ["BUREAU", "REVIEWER", "TOWNSHIP", "WORKER"])
def test_of_a_closed_file_no_kind_level_or_stage_is_told(network, actor, role):
    code = CODE if role in ("TOWNSHIP", "WORKER") else ""
    for line in lines(file_child(network["S001"]), actor(role, code)).values():
        assert (line.who, line.what) == ("吴**", "")


def test_of_others_and_to_the_head_it_is(network, actor):
    grown = file_person(network["S001"], name="李秀英")
    for person, reader, who in (
        (grown, actor("REVIEWER"), "李**"),
        (file_child(network["S001"]), actor("HEAD", CODE), "吴小雨"),
    ):
        for kind, line in lines(person, reader).items():
            assert line.who == who, kind
            assert line.what, kind
    unfiled = enlist(network["S001"])
    line = SOURCES["roster_entry"].describe([unfiled.uuid], actor("REVIEWER"))[unfiled.uuid]
    assert line.what == unfiled.get_category_display()
