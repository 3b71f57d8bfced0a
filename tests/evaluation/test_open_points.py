"""The open points Q01 to Q12: each has its default as data, and a change of the data acts."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

import evaluation.rubrics
from evaluation.facts.definitions import load_definitions
from evaluation.rubrics.loader import load_rubric
from evaluation.scoring import check, score
from stations.community.catalogue import map_choices
from stations.network.enums import Level
from stations.network.numbers import numbers, parent_levels
from stations.network.queries.target import TargetCell, TargetTable, rooms_advice
from stations.people.numbers import numbers as people_numbers
from tenants import boundary
from tests.evaluation.scoring.sheets import full_inputs, sheet_of

RUBRIC = Path(evaluation.rubrics.__path__[0]) / "panzhihua-township"
OFF = """na:
  tracks: [BASIC]
  condition: {zh: 五有站点不考核, en: Not asked of the basic track}
"""


def test_the_defaults():
    rules, people = load_definitions(), people_numbers()

    assert list(rules.visit_intervals.values()) == [
        *("7 days", "14 days", "1 month"),
        *("3 months", "6 months"),
    ]  # Q03
    assert (rules.window_start, rules.window_years) == (date(2021, 1, 1), 5)  # Q04
    assert rules.active_volunteer_steps == ["USE"]  # Q05
    assert [label.zh for _code, label in map_choices()] == [
        *("社区资源图", "社区需求图", "服务对象分布图"),
    ]  # Q07
    assert (people.cultivation_months, people.cultivation_hours) == (12, 20)  # Q08
    assert rules.trained_volunteer_steps == ["TRAIN", "USE"]  # Q09
    assert rules.org_activities == 2  # Q10


def test_q01_every_station_brings_up_organisations_unless_its_track_is_switched_off(tmp_path):
    rubric = load_rubric(RUBRIC)
    none = full_inputs(C04={"functional": 0, "hobby": 0, "area_has_reform": False})
    given = full_inputs(C04={"na": True})
    for track in ("PROVINCIAL_PILOT", "GUIDELINE", "BASIC"):
        assert score(rubric, sheet_of(none, track=track)).scores["C04"].score == 0
        assert [each.path for each in check(rubric, sheet_of(given, track=track))] == ["C04.na"]

    switched = copytree(RUBRIC, tmp_path / "rubric")
    file = switched / "C" / "C04.yaml"
    file.write_text(file.read_text(encoding="utf-8") + OFF, encoding="utf-8")
    other = load_rubric(switched)
    assert check(other, sheet_of(given, track="BASIC")) == []
    assert check(other, sheet_of(given, track="GUIDELINE")) != []


@pytest.mark.parametrize(
    ("tags", "target", "advised"),
    [
        (["SOCIAL_WORK"], 9, True),
        (["SOCIAL_WORK"], 4, True),
        (["SOCIAL_WORK"], 5, False),
        (["SOCIAL_WORK"], 8, False),
        (["SOCIAL_WORK"], None, False),
        ([], 9, False),
    ],
)
def test_q02_rooms_of_a_pilot_county_are_advice(tags, target, advised):
    cells = {Level.ROOM: TargetCell(target, 0)}

    assert bool(rooms_advice(tags, [TargetTable(2021, date(2021, 12, 31), cells)])) is advised


def test_q06_a_province_may_have_a_tree_of_its_own(monkeypatch):
    assert parent_levels("510402")[Level.ROOM] == (Level.STATION,)
    tree = numbers().tree
    flat = {"52": tree[""] | {Level.ROOM: (Level.HUB,)}}
    changed = replace(numbers(), tree=tree | flat)
    monkeypatch.setattr("stations.network.numbers.numbers", lambda: changed)

    assert parent_levels("520102")[Level.ROOM] == (Level.HUB,)
    assert parent_levels("510402")[Level.ROOM] == (Level.STATION,)


def test_q06_a_flawed_tree_is_refused(tmp_path):
    file = tmp_path / "rules.yaml"
    text = (RUBRIC.parents[2] / "stations/network/data/rules.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("HUB: [], ", ""), encoding="utf-8")

    with pytest.raises(ValueError, match="tree: expected exactly"):
        numbers(file)


def test_q11_and_q12_promise_no_more_than_is_enforced(monkeypatch):
    assert boundary.boundaries() == {
        "officers_data": "SEPARATE_TENANT",
        "shared_people": "MEMBERSHIP_PER_TENANT",
    }
    assert boundary.check_boundaries(None) == []
    monkeypatch.setattr(boundary, "boundaries", lambda: {"officers_data": "SHARED_SCHEMA"})

    assert [error.msg for error in boundary.check_boundaries(None)] == [
        "boundary.yaml: officers_data is 'SHARED_SCHEMA', allowed: SEPARATE_TENANT.",
        "boundary.yaml: shared_people is None, allowed: MEMBERSHIP_PER_TENANT.",
    ]
