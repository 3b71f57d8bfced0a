"""Households, leads, needs, enrolments, alerts, due visits and rosters over the API."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.audit.models import Entry
from kernel.workdays import clock
from stations.casework.models import (
    AlertNote,
    Beneficiary,
    DiscoveryLead,
    Household,
    RosterEntry,
)
from tests.conftest import DAY as TODAY
from tests.fixtures.calls import faults
from tests.fixtures.care import a_homeless_aid
from tests.fixtures.records import (
    add_lead,
    agree,
    belongs,
    enlist,
    file_person,
    live_together,
    set_level,
    visit,
)

CODE, OTHER, VILLAGE = "510402-S001", "510402-S002", "510402001001"
NUMBER = "510402195003020013"
DAY = date(2026, 5, 4)
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def names(answer):
    return [row["name"] for row in answer.json()["results"]]


def test_a_household_is_opened_joined_and_read_for_a_reason(call, network):
    body = {"station": CODE, "name": "曾家", "division_code": VILLAGE, "filed_on": str(DAY)}
    made = call("WORKER", "post", "households", body | {"address": "大桥头三号"})
    one = f"households/{made.json()['id']}"
    assert (made.status_code, made.json()["address"]) == (201, "***")
    person = file_person(network["S001"], name="曾大山")
    moved = call("WORKER", "post", f"{one}/move-in", {"person": str(person.uuid)})
    assert [row["name"] for row in moved.json()["members"]] == ["曾大山"]
    again = call("WORKER", "post", f"{one}/move-in", {"person": str(person.uuid)})
    assert again.status_code == 409

    assert call("BUREAU", "post", f"{one}/reveal", {"reason": ""}).status_code == 422
    shown = call("BUREAU", "post", f"{one}/reveal", {"reason": "核对住址"})
    assert shown.json() == {"address": "大桥头三号", "note": ""}
    assert shown.headers["Cache-Control"] == "no-store"
    assert Entry.objects.get(action="household.reveal").after["reason"] == "核对住址"
    assert names(call("BUREAU", "get", "households")) == ["曾*"]
    assert call("BUREAU", "post", f"{one}/edit", body).status_code == 403


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"name": ""}, 422, "name"),
        ({"division_code": "510402002001"}, 422, "division_code"),
        ({"filed_on": "2030-01-01"}, 422, "filed_on"),
        ({"station": OTHER}, 404, None),
    ],
)
def test_a_wrong_household_is_refused(call, change, status, field):
    body = {"station": CODE, "name": "曾家", "division_code": VILLAGE, "filed_on": str(DAY)}
    answer = call("WORKER", "post", "households", body | change)
    assert answer.status_code == status
    assert [name for name, _code in faults(answer)] == ([field] if field else [])
    assert not Household.objects.exists()


def test_a_lead_goes_from_word_to_file(call):
    body = {
        "station": CODE, "division_code": VILLAGE, "situation": "老人三天未出门",
        "source": "NEIGHBOUR", "urgency": "SOON", "told_on": str(DAY), "name": "周桂花",
    }  # fmt: skip
    assert call("WORKER", "post", "leads", body | {"source": "RUMOUR"}).status_code == 422
    made = call("WORKER", "post", "leads", body)
    one = f"leads/{made.json()['id']}"
    assert (made.status_code, made.json()["state"]) == (201, "NEW")
    early = {"on": "2026-05-03", "findings": "情况属实"}
    assert call("WORKER", "post", f"{one}/verify", early).status_code == 422
    seen = call("WORKER", "post", f"{one}/verify", early | {"on": "2026-05-05"})
    assert seen.json()["state"] == "VERIFIED"
    filed = call("WORKER", "post", f"{one}/file", {"on": str(TODAY), "id_number": NUMBER})
    assert filed.json()["state"] == "FILED"
    assert Beneficiary.objects.get().name == "周桂花"
    dismissed = call("WORKER", "post", f"{one}/dismiss", {"on": str(TODAY), "why": "UNTRUE"})
    assert dismissed.status_code in (409, 422)
    assert call("BUREAU", "post", f"{one}/verify", early).status_code == 403
    assert DiscoveryLead.objects.get().state == "FILED"


def test_who_was_met_without_a_home_is_filed(call, network):
    aid = a_homeless_aid(network["S001"], DAY, name="吴大明")
    one, body = f"homeless-aids/{aid.uuid}", {"on": str(TODAY), "division_code": VILLAGE}
    assert call("BUREAU", "post", f"{one}/file", body).status_code == 403
    wrong = call("WORKER", "post", f"{one}/file", body | {"division_code": ""})
    assert (wrong.status_code, faults(wrong)[0][0]) == (422, "division_code")
    filed = call("WORKER", "post", f"{one}/file", body)
    assert (filed.status_code, filed.json()["person"]) == (200, "吴大明")
    assert call("WORKER", "post", f"{one}/file", body).status_code == 409
    person = call("WORKER", "get", f"beneficiaries/{Beneficiary.objects.get().uuid}").json()
    row = {"id": str(aid.uuid), "met_on": str(DAY), "ended_on": None, "outcome": ""}
    assert person["homeless_aids"] == [row]


def test_who_was_met_without_a_home_had_another_s_file(call, network):
    wrong, right = (file_person(network["S001"], name=name) for name in ("吴大明", "周来福"))
    aid = a_homeless_aid(network["S001"], DAY, name="吴大明", beneficiary=wrong)
    one, body = f"homeless-aids/{aid.uuid}", {"reason": "同名", "beneficiary": str(right.uuid)}
    assert call("BUREAU", "post", f"{one}/relink", body).status_code == 403
    refused = call("WORKER", "post", f"{one}/relink", body | {"beneficiary": NOBODY})
    assert (refused.status_code, faults(refused)[0][0]) == (422, "beneficiary")
    done = call("WORKER", "post", f"{one}/relink", body).json()
    assert (done["person"], done["name"]) == ("周来福", "周来福")
    [was] = done["mislinks"]
    assert (was["person"], was["reason"]) == ("吴大明", "同名")
    assert call("WORKER", "post", f"{one}/relink", {"reason": "又错"}).json()["person"] is None
    again = call("WORKER", "post", f"{one}/relink", body)
    assert (again.status_code, again.json()["code"]) == (409, "not_linked")
    shown = call("WORKER", "get", f"beneficiaries/{wrong.uuid}").json()
    assert shown["homeless_aids"] == []


def test_a_need_is_raised_matched_and_met(call, network):
    person = file_person(network["S001"])
    body = {
        "station": CODE, "person": str(person.uuid), "kind": "MATERIAL", "summary": "需要轮椅",
        "raised_on": str(DAY),
    }  # fmt: skip
    wrong = call("WORKER", "post", "needs", body | {"person": NOBODY})
    assert (wrong.status_code, [name for name, _code in faults(wrong)]) == (422, ["person"])
    made = call("WORKER", "post", "needs", body)
    assert made.status_code == 201, made.json()
    one = f"needs/{made.json()['id']}"
    matched = call("WORKER", "post", f"{one}/match", {"helper": "慈善会", "on": "2026-05-06"})
    assert matched.status_code == 200
    met = call("WORKER", "post", f"{one}/meet", {"on": "2026-05-08"})
    assert met.status_code == 200
    assert call("WORKER", "post", f"{one}/meet", {"on": "2026-05-08"}).status_code == 409
    assert call("AUDITOR", "get", one).status_code == 404


def test_an_application_is_taken_on_paused_and_ended(call, network):
    person = file_person(network["S001"])
    body = {
        "station": CODE, "person": str(person.uuid), "wish": "助浴", "applied_on": str(DAY),
    }  # fmt: skip
    made = call("WORKER", "post", "enrolments", body)
    assert made.status_code == 201, made.json()
    one = f"enrolments/{made.json()['id']}"
    assert call("WORKER", "post", f"{one}/resume", {"on": "2026-05-05"}).status_code == 409
    for act, state in (("accept", "ACCEPTED"), ("begin", "ACTIVE")):
        done = call("WORKER", "post", f"{one}/{act}", {"on": "2026-05-05"})
        assert (done.status_code, done.json()["state"]) == (200, state), done.json()
    assert call("WORKER", "post", "enrolments", body).status_code == 409
    assert call("BUREAU", "post", f"{one}/pause", {"on": "2026-05-06"}).status_code == 403


def test_an_alert_rests_when_it_is_seen_to(call, network):
    lead = add_lead(network["S001"], DAY, name="周桂花")
    add_lead(network["S002"], DAY)
    rows = call("HEAD", "get", "alerts?kind=LEAD_WAITING").json()["results"]
    assert [(row["subject"], row["name"]) for row in rows] == [(str(lead.uuid), "周桂花")]
    assert sorted(names(call("BUREAU", "get", "alerts"))) == ["周**", "周**"]
    assert call("HEAD", "get", "alerts?kind=FIRE").status_code == 422
    assert call("HEAD", "get", f"alerts?station={OTHER}").status_code == 404

    body = {"kind": "LEAD_WAITING", "subject": str(lead.uuid), "measure": "已电话联系村干部"}
    assert call("BUREAU", "post", "alerts/seen", body).status_code == 403
    assert call("HEAD", "post", "alerts/seen", body | {"subject": NOBODY}).status_code == 404
    for change, field in (({"measure": " "}, "measure"), ({"on": "2030-01-01"}, "on")):
        refused = call("HEAD", "post", "alerts/seen", body | change)
        assert (refused.status_code, faults(refused)[0][0]) == (422, field)
    made = call("HEAD", "post", "alerts/seen", body)
    assert (made.status_code, made.json()["done_on"]) == (201, str(TODAY))
    assert call("HEAD", "post", "alerts/seen", body).status_code == 409
    assert call("HEAD", "get", "alerts").json()["count"] == 0
    assert AlertNote.objects.count() == 1

    one = f"alert-notes/{made.json()['id']}"
    assert call("HEAD", "get", one).json()["measure"] == "已电话联系村干部"
    assert call("BUREAU", "get", one).json()["measure"] == ""
    purge = {"field": "measure", "reason": "涉及军人"}
    assert call("WORKER", "post", f"{one}/purge", purge).status_code == 403
    assert call("HEAD", "post", f"{one}/purge", purge).json()["measure"].startswith("已清除")
    assert call("WORKER", "post", f"{one}/withdraw", {"reason": "误记"}).status_code == 200
    assert call("HEAD", "get", "alerts").json()["count"] == 1


def test_who_is_due_is_told_with_the_first_visit_missed(call, network):
    person = file_person(network["S001"], name="李秀英")
    set_level(person, 3, date(2026, 9, 1))
    visit(person, date(2026, 9, 10))
    stranger = file_person(network["S002"])
    set_level(stranger, 3, date(2026, 9, 1))

    rows = call("WORKER", "get", "due-visits").json()["results"]
    assert [(row["name"], row["level"], row["last_on"]) for row in rows] == [
        ("李秀英", 3, "2026-09-10")
    ]
    assert rows[0]["missed_on"] is not None
    assert call("WORKER", "get", f"due-visits?station={OTHER}").status_code == 404
    assert call("AUDITOR", "get", "due-visits").json()["count"] == 0


def test_who_is_served_by_duty_alone_is_marked(call, network):
    """The consent is withdrawn, a duty stands; not who consents, nor who consents again."""
    station, ended = network["S001"], {"ended_on": DAY, "ended_received_at": clock.now()}
    duty = {"given_by": "DUTY", "duty": "特困人员供养"}
    for name, consents in (
        ("甲仅义务", [ended, duty]),
        ("乙同意", [{}]),
        ("丙再同意", [ended, {}, duty | {"kind": "SENSITIVE_DATA"}]),
        ("丁从未", []),
        ("戊只义务", [duty]),
        ("己义务另记", [ended, duty | {"kind": "SENSITIVE_DATA"}]),
        ("庚撤销记录", [ended | {"withdrawn_at": clock.now()}, duty]),
    ):
        person = file_person(station, name=name)
        set_level(person, 3, date(2026, 9, 1))
        for given in consents:
            agree(person, **given)
    rows = call("WORKER", "get", "due-visits").json()["results"]
    assert {row["name"] for row in rows if row["by_duty"]} == {"甲仅义务", "己义务另记"}
    assert len(rows) == 7


def test_a_roster_is_tried_and_then_taken_in(call):
    line = {"name": "曾晓兰", "id_number": NUMBER, "village": VILLAGE, "head": "曾大山"}
    body = {"station": CODE, "category": "assistance.DIBAO", "rows": [line]}
    tried = call("HEAD", "post", "rosters?dry_run=true", body)
    assert (tried.status_code, RosterEntry.objects.exists()) == (200, False)
    assert call("HEAD", "post", "rosters?dry_run=perhaps", body).status_code == 422
    bad = call("HEAD", "post", "rosters", body | {"rows": [line | {"id_number": "1"}]})
    assert (bad.status_code, RosterEntry.objects.exists()) == (422, False)
    assert call("BUREAU", "post", "rosters", body).status_code == 403
    assert call("HEAD", "post", "rosters", body | {"station": OTHER}).status_code == 404

    made = call("HEAD", "post", "rosters", body)
    assert made.status_code == 201
    assert names(call("HEAD", "get", "rosters")) == ["曾晓兰"]
    assert names(call("BUREAU", "get", "rosters")) == ["曾**"]
    heads = [call(role, "get", "rosters").json()["results"][0] for role in ("HEAD", "BUREAU")]
    assert [row["household_head"] for row in heads] == ["曾大山", "曾**"]
    assert call("HEAD", "get", "rosters?part=filed").json()["count"] == 0
    assert call("HEAD", "get", "rosters?part=all").status_code == 422


def test_kinds_follow_the_roster(call, network):
    lacking = enlist(network["S001"], beneficiary=file_person(network["S001"]))
    kept = enlist(network["S001"], beneficiary=file_person(network["S001"]), valid_to=DAY)
    kind = belongs(kept.beneficiary, kept.category)
    rows = call("HEAD", "get", "rosters?part=lacking").json()["results"]
    assert [row["id"] for row in rows] == [str(lacking.uuid)]
    body = {"station": CODE, "part": "lacking", "entries": [str(lacking.uuid)]}
    for change, field in (
        ({"all": True}, "entries"),
        ({"entries": []}, "entries"),
        ({"entries": [str(kept.uuid)]}, "entries"),
        ({"part": "left"}, "part"),
        ({"category": "rich"}, "category"),
    ):
        refused = call("HEAD", "post", "rosters/kinds", body | change)
        assert (refused.status_code, faults(refused)[0][0]) == (422, field)
    assert call("BUREAU", "post", "rosters/kinds", body).status_code == 403
    assert call("HEAD", "post", "rosters/kinds", body).json() == {"count": 1}
    every = {"station": CODE, "part": "kept", "all": True, "category": kept.category}
    assert call("HEAD", "post", "rosters/kinds", every).json() == {"count": 1}
    kind.refresh_from_db()
    assert (lacking.beneficiary.categories.get().source, kind.valid_to) == ("ROSTER", DAY)


def test_lists_of_the_api_ask_the_same_number_of_questions(call, network):
    asked = []
    call("HEAD", "get", "households")
    for count in (1, 3):
        while Household.objects.count() < count:
            live_together(network["S001"], file_person(network["S001"]))
        with CaptureQueriesContext(connection) as caught:
            assert call("HEAD", "get", "households").json()["count"] == count
        asked.append(len(caught))

    assert asked[0] == asked[1]
