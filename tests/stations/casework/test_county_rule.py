"""A county's own years of retention, names of stages and gates (C912a, N14, X27)."""

import json
from datetime import date

import pytest
from django.urls import reverse

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.custody_enums import RuleTopic
from stations.casework.custody_rules import keep_case, keep_since
from stations.casework.domain import advance_case, check_capability
from stations.casework.domain.county_rule import set_county_rule
from stations.casework.enums import Stage
from stations.casework.gates import NEVER, all_gates, gates_in_force
from stations.casework.models import CountyRule
from stations.casework.queries.county_rule import stage_names
from stations.casework.registers.county_rule import YEARS
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.custody import a_county_rule
from tests.fixtures.records import a_case, file_person
from tests.stations.conftest import ROLES

CODE, OPENED = "510402-S001", date(2026, 5, 4)
KEPT = dict.fromkeys(YEARS, 20)
NAMES = {stage.value: "" for stage in Stage}
PLACES = {gate.key: gate.before for gate in all_gates()}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def hub(network):
    return network["H001"]


@pytest.fixture
def bureau(actor):
    return actor("BUREAU")


def rule(bureau, hub, topic, content, decision="民政局发〔2026〕3号"):
    return set_county_rule(actor=bureau, station=hub, topic=topic, decision=decision, **content)


def test_years_hold_from_the_day_they_are_set_until_withdrawn(bureau, hub, done):
    assert keep_case(OPENED, None).until == date(2036, 5, 4)
    made = rule(bureau, hub, RuleTopic.RETENTION, KEPT | {"case_adult_years": 30})
    later = rule(bureau, hub, RuleTopic.RETENTION, KEPT)

    assert keep_case(OPENED, None).until == date(2046, 5, 4)
    assert keep_case(OPENED, date(2010, 1, 2)).until == date(2050, 1, 2)
    assert keep_since("processing", OPENED) == date(2046, 5, 4)
    withdraw(actor=bureau, entry=later, reason="误录")
    assert keep_case(OPENED, None).until == date(2056, 5, 4)
    withdraw(actor=bureau, entry=made, reason="误录")
    assert keep_case(OPENED, None).until == date(2036, 5, 4)
    assert made.by_name == bureau.name
    assert done()[:2] == ["rule.set", "rule.set"]


def test_a_rule_of_a_county_merged_into_this_one_holds_nothing_here(bureau, hub):
    rule(bureau, hub, RuleTopic.RETENTION, KEPT)
    a_county_rule(hub, "RETENTION", carried_from="510421", **KEPT | {"case_adult_years": 30})
    assert keep_case(OPENED, None).until == date(2046, 5, 4)


def test_the_county_names_its_stages_and_leaves_others(bureau, hub, network, visitor):
    rule(bureau, hub, RuleTopic.STAGES, NAMES | {"INTAKE": "识别对象", "PLAN": "制定计划"})
    assert stage_names()["INTAKE"] == "识别对象"
    assert stage_names()["CLOSURE"] == str(Stage.CLOSURE.label)

    case = a_case(file_person(network["S001"]), OPENED)
    head = visitor("HEAD", CODE)
    person = case.beneficiary.uuid
    for page in (("cases", CODE), ("case", CODE, case.uuid), ("person", CODE, person)):
        address = reverse(f"casework:{page[0]}", "config.urls_county", args=page[1:])
        assert "识别对象" in head.get(address).content.decode()


def test_a_gate_is_placed_elsewhere_or_not_asked_for(bureau, hub, network, actor):
    head, case = actor("HEAD"), a_case(file_person(network["S001"]), OPENED)
    with pytest.raises(Conflict):
        advance_case(actor=head, case=case, to="ASSESSMENT")
    rule(bureau, hub, RuleTopic.GATES, PLACES | {"check": "PLAN", "agreement": "NEVER"})

    asked = [gate for gate in all_gates() if gate.before != NEVER]
    assert len(gates_in_force()) == len(asked) - 1
    moved = advance_case(actor=head, case=case, to="ASSESSMENT")
    check_capability(actor=head, case=moved, outcome="ACCEPT", grounds="可", checked_on=OPENED)
    with pytest.raises(Conflict) as refused:
        advance_case(actor=head, case=moved, to="PLAN")
    assert [error.allowed for error in refused.value.errors] == ["ASSESSMENT_REPORT"]


@pytest.mark.parametrize(
    ("topic", "content", "field"),
    [
        ("RETENTION", KEPT | {"visit_years": 0}, "visit_years"),
        ("RETENTION", KEPT | {"processing_years": 2}, "processing_years"),
        ("RETENTION", KEPT | {"case_minor_until_age": 17}, "case_minor_until_age"),
        ("RETENTION", KEPT | {"visit_years": "many"}, "visit_years"),
        ("RETENTION", {**KEPT, "forever": 1}, "forever"),
        ("RETENTION", {key: 5 for key in YEARS if key != "need_years"}, "need_years"),
        ("STAGES", NAMES | {"PLAN": "很" * 13}, "PLAN"),
        ("STAGES", NAMES | {"PLAN": "识别", "INTAKE": "识别"}, "PLAN"),
        ("STAGES", {"PLAN": "计划"}, None),
        ("GATES", PLACES | {"plan": "INTAKE"}, "plan"),
        ("GATES", PLACES | {"plan": "LATER"}, "plan"),
    ],
)
def test_a_wrong_rule_is_refused_by_its_key(bureau, hub, topic, content, field):
    with pytest.raises(Invalid) as refused:
        rule(bureau, hub, RuleTopic(topic), content)
    assert field in (None, refused.value.errors[0].field)
    assert not CountyRule.objects.exists()


def test_a_rule_names_its_decision_is_kept_at_the_hub_and_changes_something(bureau, hub, network):
    with pytest.raises(Invalid) as refused:
        rule(bureau, hub, RuleTopic.RETENTION, KEPT, decision=" ")
    assert refused.value.errors[0].field == "decision"
    with pytest.raises(Invalid):
        rule(bureau, network["S001"], RuleTopic.RETENTION, KEPT)
    rule(bureau, hub, RuleTopic.RETENTION, KEPT)
    with pytest.raises(Conflict):
        rule(bureau, hub, RuleTopic.RETENTION, KEPT)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"BUREAU"}))
def test_only_the_bureau_rules(actor, hub, role):
    with pytest.raises(Forbidden):
        rule(actor(role), hub, RuleTopic.RETENTION, KEPT)


def page(noun, name, hub, *args):
    return reverse(f"casework:{noun}-{name}", "config.urls_county", args=[hub.code, *args])


def test_the_page_begins_with_what_holds_and_keeps_each_version(hub, visitor):
    bureau = visitor("BUREAU")
    new = page("retention-rules", "new", hub)
    begun = bureau.get(new).content.decode()
    assert 'name="case_adult_years" value="10"' in begun
    sent = {**KEPT, "decision": "民政局发〔2026〕3号"}
    assert bureau.post(new, sent | {"visit_years": 0}).status_code == 422
    assert bureau.post(new, sent).status_code == 302
    assert 'name="case_adult_years" value="20"' in bureau.get(new).content.decode()
    made = CountyRule.objects.get()
    one = bureau.get(page("retention-rules", "one", hub, made.uuid)).content.decode()
    assert all(word in one for word in ("民政局发〔2026〕3号", "探访记录：保管年数"))
    assert bureau.get(page("gate-rules", "one", hub, made.uuid)).status_code == 404
    listed = bureau.get(page("gate-rules", "list", hub)).content.decode()
    assert "民政局发" not in listed


def test_gates_are_chosen_by_name_and_shown_by_name(hub, visitor):
    bureau = visitor("BUREAU")
    sent = PLACES | {"plan": "NEVER", "decision": "局务会"}
    assert bureau.post(page("gate-rules", "new", hub), sent).status_code == 302
    made = CountyRule.objects.get(topic="GATES")
    one = bureau.get(page("gate-rules", "one", hub, made.uuid)).content.decode()
    assert all(word in one for word in ("不要求", "能力评估", "DB5101/T 100 8.1 c)"))


def test_the_api_sets_and_reads_a_rule(hub, member):
    other = a_county_rule(hub, "RETENTION", **KEPT)
    client = api_client_for(member("BUREAU"), COUNTY)

    def call(method, path, body=None):
        sent = [json.dumps(body), "application/json"] if body else []
        answer = getattr(client, method)(f"/api/v1/{path}", *sent)
        enter_county(COUNTY)
        return answer

    body = {"station": hub.code, "decision": "局务会", **NAMES, "INTAKE": "识别对象"}
    made = call("post", "stage-names", body)
    assert (made.status_code, made.json()["INTAKE"]) == (201, "识别对象")
    assert call("post", "stage-names", body).status_code == 409
    assert call("get", "stage-names").json()["count"] == 1
    assert call("get", f"stage-names/{other.uuid}").status_code == 404
    one = call("get", f"retention-rules/{other.uuid}").json()
    assert (one["visit_years"], one["decision"]) == (20, "县民政局2026年第3号")
