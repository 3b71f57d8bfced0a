"""What is wanted to the year's thresholds, what is due soon, and the receipt of a report as a file:
over the API as on the pages."""

from datetime import timedelta

import pytest

from kernel.workdays import clock
from stations.casework.queries.due import LevelCount, due_sources
from stations.casework.queries.gap import Gap, gap_sources
from tests.conftest import DAY as TODAY
from tests.fixtures.care import a_plan, a_report, looks_after
from tests.fixtures.records import a_case, file_person, follow_up

CODE = "510402-S001"
PLACE = f"/api/v1/stations/{CODE}"
GAP = Gap("C05", "本年度培养的社区志愿者", "3.1.5", "人", 2, 30, "三月起")


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def only(monkeypatch, hook, found):
    """The hook answers this of S001, whatever else has registered."""
    sources = [lambda station, on: found if station.code == CODE else []]
    monkeypatch.setattr(hook, "functions", sources)


def test_gaps_and_visits_by_level_stand_in_the_running_year(call, monkeypatch):
    only(monkeypatch, gap_sources, [GAP])
    only(monkeypatch, due_sources, [LevelCount("1", 52, 40)])

    told = call("HEAD", "get", f"{PLACE}/thresholds").json()

    assert told["year"] == TODAY.year
    assert told["thresholds"] == [
        {
            "indicator": "C05",
            "label": "本年度培养的社区志愿者",
            "clause": "3.1.5",
            "unit": "人",
            "value": 2,
            "wanted": 30,
            "missing": 28,
            "note": "三月起",
        }
    ]
    assert told["levels"] == [{"level": 1, "due": 52, "done": 40}]
    assert call("AUDITOR", "get", f"{PLACE}/thresholds").status_code == 403


def test_reminders_name_the_record_and_mask_for_whoever_reads_no_names(call, network):
    person = file_person(network["R001"], name="曾大山")
    case = a_case(person)
    follow_up(case, TODAY)
    plan = a_plan(person, review_due_on=TODAY - timedelta(1))
    check = looks_after(person, TODAY - timedelta(40), next_on=TODAY + timedelta(1))
    follow_up(a_case(file_person(network["S002"])), TODAY)

    answer = call("WORKER", "get", f"{PLACE}/reminders")

    rows = answer.json()["results"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert [(row["kind"], row["id"], row["overdue"]) for row in rows] == [
        ("plan", str(plan.uuid), True),
        ("case", str(case.uuid), False),
        ("check", str(check.uuid), False),
    ]
    assert {row["who"] for row in rows} == {"曾大山"}
    seen = call("BUREAU", "get", f"{PLACE}/reminders").json()["results"]
    assert len(seen) == len(rows)
    assert "大山" not in str(seen)
    assert call("HUB_STAFF", "get", f"{PLACE}/reminders").json() == {"results": []}
    assert call("REVIEWER", "get", f"{PLACE}/reminders").status_code in {403, 404}


def test_the_receipt_of_a_report_is_a_file_for_its_readers_only(call, network):
    report = a_report(network["S001"])
    path = f"/api/v1/protection-reports/{report.uuid}/pdf"

    answer = call("HEAD", "get", path)

    assert answer.content.startswith(b"%PDF")
    assert f'"{report.receipt_number}.pdf"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert call("WORKER", "get", path).status_code == 404
    forged = a_report(network["S001"], mark="0" * 64)
    assert call("HEAD", "get", f"/api/v1/protection-reports/{forged.uuid}/pdf").status_code == 409
