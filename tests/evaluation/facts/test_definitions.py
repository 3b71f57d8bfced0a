"""What counts is data: read strictly, and used by the queries."""

from dataclasses import replace
from datetime import date

import pytest

from evaluation.facts import c05, c11, s1
from evaluation.facts.definitions import FILE, DefinitionsError, load_definitions
from stations.casework.data_file import read_data
from stations.casework.gates import all_gates
from tests.fixtures.records import (
    add_worker,
    certify,
    file_person,
    set_level,
    step,
    visit,
    volunteer,
    works,
)

TEXT = FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("  head_gap_days:", "  head_gaps:", "head_gap_days is missing"),
        ("    value: 30\n", "    value: thirty\n", "head_gap_days is 'thirty'"),
        ("    value: 30\n", "    value: true\n", "head_gap_days is True"),
        ("version: 6", "version: 6\nnote: x", "expected exactly the keys"),
        ("    value: 30\n", "    value: 30\n    unit: day\n", "head_gap_days has exactly"),
        ("3: 1 month,", "3: 1 month 3 days,", "visit_intervals of level 3 is '1 month 3 days'"),
        ("1: 7 days,", "1: 0 days,", "visit_intervals of level 1 is '0 days'"),
        ("1: 7 days,", "1: 7,", "visit_intervals of level 1 is 7,"),
    ],
)
def test_a_flawed_file_is_refused_with_its_key(tmp_path, old, new, named):
    file = tmp_path / "definitions.yaml"
    file.write_text(TEXT.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(DefinitionsError, match=named):
        load_definitions(file)


def test_another_value_is_another_digest(tmp_path):
    file = tmp_path / "definitions.yaml"
    file.write_text(TEXT.replace("value: 30\n", "value: 31\n"), encoding="utf-8")

    assert load_definitions(file).head_gap_days == 31
    assert load_definitions(file).digest != load_definitions().digest


def test_the_queries_follow_the_definitions(network, scope):
    person = add_worker()
    certify(person, level="LOCAL_AIDE")
    works(person, network["S001"])
    used = volunteer(network["S001"])
    step(used, "USE", date(2023, 5, 1))
    served = file_person(network["S001"])
    set_level(served, 3, date(2021, 6, 1))
    for month in (1, 2, 3):
        visit(served, date(2023, month, 9), "REFUSED")
    asked = scope("S001")
    changed = replace(
        asked,
        definitions=replace(
            asked.definitions,
            certified_levels=["LOCAL_AIDE"],
            trained_volunteer_steps=["TRAIN"],
            visit_intervals={3: "2 months"},
            refusals_in_a_row=1,
        ),
    )
    station = asked.stations[0].id

    assert s1.compute(changed)[station].inputs == {"certified": [1] * 12}
    assert c05.compute(changed)[station].inputs == {"volunteers": 0, "steps": 1}
    assert c11.compute(changed)[station].inputs == {"due": {"3": 6}, "done": {"3": 1}}


def test_where_visits_are_made_that_count(network, scope):
    """A call that was answered fills a slot unless the county is told otherwise."""
    served = file_person(network["S001"])
    set_level(served, 3, date(2021, 6, 1))
    for month, place in enumerate(("HOME", "PHONE", "SCHOOL", "INSTITUTION"), 1):
        visit(served, date(2023, month, 9), place=place)
    asked = scope("S001")
    at_home = replace(asked.definitions, visit_places=["HOME"])

    for definitions, done in ((asked.definitions, 4), (at_home, 1)):
        facts = c11.compute(replace(asked, definitions=definitions))
        assert facts[asked.stations[0].id].inputs["done"]["3"] == done


def test_a_rule_of_the_station_apps_is_part_of_the_digest(monkeypatch):
    """Equal digests counted alike: also where a page of the stations reads the rule too."""
    before = load_definitions().digest
    told = dict(read_data("care"))
    changes = {
        "stations.casework.norms.read_data": lambda _name: (
            told | {"protection_report": told["protection_report"] | {"hours": 48}}
        ),
        "evaluation.facts.elsewhere.counted_companions": lambda: ["VOLUNTEER"],
        "evaluation.facts.elsewhere.all_gates": lambda: all_gates()[:-1],
        "evaluation.facts.elsewhere.measures": dict,
        "evaluation.facts.elsewhere.services": dict,
    }
    for name, value in changes.items():
        with monkeypatch.context() as patch:
            patch.setattr(name, value)
            assert load_definitions().digest != before, name
    assert load_definitions().digest == before
