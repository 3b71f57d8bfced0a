"""What service and sensitive data rest on; a withdrawal of consent goes its whole way (X07)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from kernel.errors import Conflict, Invalid
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.consent_texts import load_consent
from stations.casework.domain import (
    add_category,
    apply_for_service,
    assess_guardianship,
    assess_risk,
    begin_plan,
    close_file,
    edit_file,
    exit_service,
    give_consent,
    help_apply,
    link_carer,
    move_enrolment,
    note_strength,
    open_case,
    plan_visit,
    raise_need,
    record_service,
    record_visit,
    set_visit_level,
    voice_wish,
    withdraw_consent,
)
from stations.casework.domain.basis import basis_of, stop_services
from stations.casework.domain.keeping import keep_archives
from stations.casework.models import (
    Beneficiary,
    Consent,
    DataRequest,
    RiskAssessment,
    VisitLevelSpan,
)
from stations.casework.queries.alert import alerts
from stations.casework.queries.due import persons_due
from stations.casework.queries.work import persons_served
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.custody import file_child
from tests.fixtures.records import agree, file_person, need, noon, set_level

S001, LONG, WEEK = "510402-S001", date(2026, 1, 5), timedelta(days=7)
STATION = {"scope_kind": "STATION"}
DUTY = {"given_by": "DUTY", "duty": "《社会救助暂行办法》第五十六条"}
GUARDIAN = {"given_by": "GUARDIAN", "guardian_name": "吴大山", "guardian_relation": "父亲"}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    made = file_person(network["S001"], name="曾大山")
    set_level(made, 1, LONG)
    return made


def withdraw(actor, consent, on=TODAY):
    withdraw_consent(actor=actor("HEAD"), consent=consent, on=on, reason="不愿继续")
    return Beneficiary.objects.get(pk=consent.beneficiary_id)


def consents(person, *rows):
    for kind, given_by, ended in rows:
        more = {"duty": "社会救助暂行办法"} if given_by == "DUTY" else {}
        end = {"ended_on": TODAY, "ended_received_at": noon(TODAY)} if ended else {}
        agree(person, kind=kind, given_by=given_by, **more, **end)


@pytest.mark.parametrize(
    ("rows", "service", "sensitive"),
    [
        ([], "NONE", "NONE"),
        ([("SERVICE", "SELF", False)], "CONSENT", "NONE"),
        ([("SERVICE", "SELF", True)], "WITHDRAWN", "NONE"),
        ([("SERVICE", "SELF", True), ("IMAGE", "DUTY", False)], "DUTY", "DUTY"),
        ([("SENSITIVE_DATA", "GUARDIAN", False)], "NONE", "CONSENT"),
        ([("SERVICE", "SELF", True), ("SERVICE", "GUARDIAN", False)], "CONSENT", "NONE"),
        ([("SENSITIVE_DATA", "SELF", True)], "NONE", "WITHDRAWN"),
    ],
)
def test_the_basis_is_what_stands_on_file(person, rows, service, sensitive):
    consents(person, *rows)
    found = basis_of(person)
    assert (found.service, found.sensitive) == (service, sensitive)


def test_whether_any_duty_suffices_is_data(person, monkeypatch):
    consents(person, ("SERVICE", "DUTY", False))
    assert basis_of(person).sensitive == "DUTY"
    monkeypatch.setitem(load_consent()["sensitive"], "duty_suffices", False)
    assert basis_of(person).sensitive == "NONE"
    assert basis_of(person).service == "DUTY"


def due(actor):
    return {each.name for each in persons_due(actor("WORKER"), TODAY, 30)}


def test_after_the_withdrawal_nobody_is_due_and_nothing_warns_but_it(person, actor):
    need(person, LONG)
    consent = agree(person)
    warned = {each.kind for each in alerts(actor("HEAD"))}
    assert due(actor) == {"曾大山"}
    assert {"MISSED_VISIT", "NEED_OPEN"} <= warned

    stopped = withdraw(actor, consent)
    assert stopped.service_stopped_on == TODAY
    assert due(actor) == set()
    assert {each.kind for each in alerts(actor("HEAD"))} == {"CONSENT_GONE"}
    assert VisitLevelSpan.objects.get().valid_to == TODAY
    assert not persons_served(actor("WORKER"), person.station).exists()


def serve_on(person, actor, day):
    record_visit(actor=actor("WORKER"), beneficiary=person, held_at=noon(day), result="MET")


REFUSED = {
    "a visit": lambda person, actor: serve_on(person, actor, TODAY),
    "a plan for one": lambda person, actor: plan_visit(
        actor=actor("WORKER"), beneficiary=person, planned_on=TODAY + WEEK
    ),
    "a need": lambda person, actor: raise_need(
        actor=actor("WORKER"), beneficiary=person, kind="MATERIAL", summary="轮椅", raised_on=TODAY
    ),
    "a service": lambda person, actor: record_service(
        actor=actor("WORKER"), station=person.station, service="ASSISTANCE", kind="POLICY",
        served_on=TODAY, beneficiary=person,
    ),
    "a level": lambda person, actor: set_visit_level(
        actor=actor("WORKER"), beneficiary=person, level=2, valid_from=TODAY
    ),
    "a case": lambda person, actor: open_case(
        actor=actor("WORKER"), beneficiary=person, title="家庭", problem="FAMILY", opened_on=TODAY
    ),
    "a benefit": lambda person, actor: help_apply(
        actor=actor("WORKER"), beneficiary=person, policy="ALLOWANCE", helped_on=TODAY
    ),
    "a carer": lambda person, actor: link_carer(
        actor=actor("WORKER"), beneficiary=person, name="吴大山", relation="CHILD", valid_from=TODAY
    ),
    "a strength": lambda person, actor: note_strength(
        actor=actor("WORKER"), beneficiary=person, noted_on=TODAY, talent="CRAFT"
    ),
    "a care plan": lambda person, actor: begin_plan(
        actor=actor("WORKER"), beneficiary=person, goals="出门", strategy="陪同",
        contingency="电话", begun_on=TODAY, review_due_on=TODAY + WEEK,
    ),
    "a wish": lambda person, actor: voice_wish(
        actor=actor("WORKER"), beneficiary=person, kind="MEETING", wish="见孙子", voiced_on=TODAY
    ),
    "an application for the service": lambda person, actor: apply_for_service(
        actor=actor("WORKER"), beneficiary=person, applied_on=TODAY, wish="助浴"
    ),
}  # fmt: skip


# Each refuses a person who is not served at all, whatever the day.
UNSERVED = [
    "a plan for one", "a level", "a case", "a benefit", "a carer", "a strength", "a care plan",
    "a wish", "an application for the service",
]  # fmt: skip


@pytest.mark.parametrize("what", UNSERVED)
@pytest.mark.parametrize("meanwhile", ["closed_on", "service_stopped_on"])
def test_a_page_read_before_is_no_way_round(person, actor, what, meanwhile):
    Beneficiary.objects.filter(pk=person.pk).update(**{meanwhile: TODAY})
    with pytest.raises(Conflict):
        REFUSED[what](person, actor)


def test_a_need_knows_a_closure_the_page_did_not(person, actor):
    Beneficiary.objects.filter(pk=person.pk).update(closed_on=TODAY - WEEK)
    with pytest.raises(Invalid) as refused:
        REFUSED["a need"](person, actor)
    assert refused.value.errors[0].field == "raised_on"


@pytest.mark.parametrize("what", REFUSED)
def test_no_service_without_a_basis(person, actor, what):
    stopped = withdraw(actor, agree(person))
    with pytest.raises(Conflict) as refused:
        REFUSED[what](stopped, actor)
    assert refused.value.code == "service_stopped"


FORMS = {
    "casework:visit-new": "person",
    "casework:case-new": "person",
    "casework:care-checks-new": "beneficiary",
    "casework:care-plans-new": "beneficiary",
    "community:resource-links-new": "beneficiary",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_stood_open_says_since_when_and_why(person, actor, visitor, form):
    """The person was offered when it was opened; of another one it says nothing."""
    withdraw(actor, agree(person))
    page, head = reverse(form, "config.urls_county", [S001]), visitor("HEAD", S001, **STATION)
    answer = head.post(page, {FORMS[form]: str(person.uuid)})
    (told,) = answer.context["form"].errors[FORMS[form]]
    assert (answer.status_code, date_format(TODAY) in told) == (422, True)
    for unknown in (uuid4(), "曾大山"):
        (told,) = head.post(page, {FORMS[form]: str(unknown)}).context["form"].errors[FORMS[form]]
        assert date_format(TODAY) not in told


def test_the_api_names_the_field_and_tells_a_closed_file(person, actor, member):
    close_file(actor=actor("HEAD"), beneficiary=person, reason="MOVED", on=TODAY)
    body = {"station": S001, "kind": "VISIT_CHECK", "beneficiary": str(person.uuid)}
    body |= {"checked_on": str(TODAY), "verdict": "SUITABLE", "findings": "整洁"}
    client = api_client_for(member("HEAD", scope_code=S001), COUNTY)
    answer = client.post("/api/v1/care-checks", body, content_type="application/json")
    enter_county(COUNTY)
    (error,) = [each for each in answer.json()["errors"] if each["field"] == "beneficiary"]
    assert (answer.status_code, error["code"]) == (422, "invalid_choice")
    assert error["message"] == "该服务对象的档案已关闭。"


def test_an_enrolment_leads_into_no_service_without_a_basis(person, actor):
    worker = {"actor": actor("WORKER")}
    enrolment = apply_for_service(beneficiary=person, applied_on=TODAY, wish="助浴", **worker)
    withdraw(actor, agree(person))
    with pytest.raises(Conflict) as refused:
        move_enrolment(enrolment=enrolment, act="ACCEPT", on=TODAY, **worker)
    assert refused.value.code == "service_stopped"
    exit_service(enrolment=enrolment, on=TODAY, why="WITHDREW", **worker)


def test_what_was_done_before_is_still_entered(person, actor):
    stopped = withdraw(actor, agree(person))
    serve_on(stopped, actor, TODAY - WEEK)
    assert stopped.visits.count() == 1


def test_a_statutory_duty_keeps_the_file_served_and_marked(person, actor, visitor):
    consents(person, ("SENSITIVE_DATA", "DUTY", False))
    stays = withdraw(actor, agree(person))
    assert stays.service_stopped_on is None
    assert due(actor) == {"曾大山"}
    page = reverse("casework:person", "config.urls_county", [S001, person.uuid])
    text = visitor("HEAD", S001, **STATION).get(page).content.decode()
    assert "Statutory duty on file" in text or "有法定职责依据" in text


@pytest.mark.parametrize("again", [{"given_by": "SELF", "guardian_needed": False}, DUTY])
def test_a_new_consent_or_a_duty_lets_it_go_on(person, actor, again):
    stopped = withdraw(actor, agree(person))
    give_consent(
        actor=actor("HEAD"), beneficiary=stopped, kind="SERVICE", valid_from=TODAY, **again
    )
    stopped.refresh_from_db()
    assert stopped.service_stopped_on is None
    set_visit_level(actor=actor("HEAD"), beneficiary=stopped, level=2, valid_from=TODAY)
    serve_on(stopped, actor, TODAY)
    REFUSED["a wish"](stopped, actor)
    REFUSED["an application for the service"](stopped, actor)


def test_a_level_of_the_same_day_ends_the_day_after(network, actor):
    person = file_person(network["S001"])
    set_level(person, 2, TODAY)
    withdraw(actor, agree(person, TODAY))
    assert VisitLevelSpan.objects.get().valid_to == TODAY + timedelta(days=1)


def test_what_was_withdrawn_before_is_stopped_once(person, system):
    consents(person, ("SERVICE", "SELF", True))
    served = file_person(person.station)
    consents(served, ("SERVICE", "SELF", True), ("IMAGE", "DUTY", False))
    assert keep_archives(actor=system).stopped == 1
    assert stop_services(actor=system) == 0
    person.refresh_from_db()
    assert person.service_stopped_on == TODAY


def disable(actor, person):
    return add_category(
        actor=actor("HEAD"), beneficiary=person, category="disability", valid_from=TODAY,
        disability_kind="LIMBS", disability_grade="2",
    )  # fmt: skip


def test_sensitive_fields_ask_for_a_basis(person, actor):
    with pytest.raises(Invalid) as refused:
        disable(actor, person)
    error = refused.value.errors[0]
    assert (error.field, error.given) == ("disability_kind", None)
    assert "DUTY" in error.allowed
    with pytest.raises(Invalid) as number:
        edit_file(
            actor=actor("HEAD"), beneficiary=person, name="曾大山", division_code="510402001001",
            id_number="510402195003020013",
        )  # fmt: skip
    assert number.value.errors[0].field == "id_number"
    assert "510402195003020013" not in str(number.value.errors)
    edit_file(actor=actor("HEAD"), beneficiary=person, name="曾山", division_code="510402001001")


@pytest.mark.parametrize("row", [("SENSITIVE_DATA", "SELF", False), ("SERVICE", "DUTY", False)])
def test_with_one_they_are_kept(person, actor, row):
    consents(person, row)
    assert disable(actor, person).disability_kind == "LIMBS"


RISK = dict.fromkeys(("health", "mind", "living", "guard"), "NONE")
CARE = {
    "guardian_kind": "GRANDPARENT", "ability": "ABLE", "parents_away": "BOTH",
    "contact": "WEEKLY", "schooling": "AT_SCHOOL",
}  # fmt: skip


@pytest.mark.parametrize(
    ("assess", "answers", "field"),
    [(assess_risk, RISK, "health"), (assess_guardianship, CARE, "parents_away")],
)
@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([], False),
        ([("SERVICE", "SELF", False)], False),
        ([("SENSITIVE_DATA", "SELF", True)], False),
        ([("SENSITIVE_DATA", "SELF", False)], True),
        ([("SERVICE", "DUTY", False)], True),
    ],
)
def test_an_assessment_is_kept_with_a_basis_only(person, actor, assess, answers, field, rows, kept):
    consents(person, *rows)
    given = {"actor": actor("HEAD"), "beneficiary": person, "assessed_on": TODAY, **answers}
    if kept:
        assert assess(**given).pk
        return
    with pytest.raises(Invalid) as refused:
        assess(**given)
    (error,) = refused.value.errors
    assert (error.field, error.given) == (field, None)
    assert error.allowed == ["SENSITIVE_DATA", "DUTY"]


def test_which_answers_need_a_basis_is_data(person, actor, monkeypatch):
    monkeypatch.setitem(load_consent()["sensitive"]["needs_basis"], "risk", ["note"])
    given = {"actor": actor("HEAD"), "beneficiary": person, "assessed_on": TODAY, **RISK}
    with pytest.raises(Invalid) as refused:
        assess_risk(note="入户", **given)
    assert refused.value.errors[0].field == "note"
    assess_risk(**given)


def test_the_form_without_a_basis_leads_to_the_consent_and_back_to_work(person, visitor):
    worker = visitor("WORKER", S001)

    def page(name, *ids):
        return reverse(f"casework:{name}", "config.urls_county", [S001, *ids])

    way = f'href="{page("consent-new", person.uuid)}?kind=SENSITIVE_DATA"'
    form, told = page("risk-assessments-new"), {"person": str(person.uuid), **RISK}
    told["assessed_on"] = TODAY.isoformat()
    opened = worker.get(f"{form}?person={person.uuid}").content.decode()
    refused = worker.post(form, told)
    assert way in opened
    assert (refused.status_code, way in refused.content.decode()) == (422, True)
    assert "请先在档案中登记其中之一" in refused.content.decode()
    for name in ("person-edit", "kind-new"):
        assert way in worker.get(page(name, person.uuid)).content.decode()
    consent = worker.get(f"{page('consent-new', person.uuid)}?kind=SENSITIVE_DATA")
    assert '<option value="SENSITIVE_DATA" selected' in consent.content.decode()

    agree(person, kind="SENSITIVE_DATA")
    assert way not in worker.get(f"{form}?person={person.uuid}").content.decode()
    assert worker.post(form, told).status_code == 302
    assert RiskAssessment.objects.get().level == 5


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "档案中无依据"),
        ([("SENSITIVE_DATA", "SELF", True)], "知情同意已撤回"),
        ([("SERVICE", "DUTY", False)], "法定职责：社会救助暂行办法"),
        ([("SERVICE", "DUTY", False), ("SENSITIVE_DATA", "SELF", False)], "2021年6月1日的同意"),
        ([("SERVICE", "SELF", False)], "档案中无依据"),
    ],
)
def test_forms_with_sensitive_answers_say_by_what_they_are_taken(person, visitor, rows, said):
    consents(person, *rows)
    worker = visitor("WORKER", S001)
    for noun in ("risk-assessments", "guardianship-assessments"):
        name = f"casework:{noun}-new"
        form = reverse(name, args=[S001], urlconf="config.urls_county")
        assert said in worker.get(f"{form}?person={person.uuid}").content.decode()
        refused = worker.post(form, {"person": str(person.uuid)})
        assert (refused.status_code, said in refused.content.decode()) == (422, True)
        for other in ("", "?person=x"):
            assert "敏感信息；依据" not in worker.get(form + other).content.decode()


def test_a_guardian_s_withdrawal_goes_its_whole_way_on_the_pages(network, visitor, actor):
    child = file_child(network["S001"])
    set_level(child, 1, LONG)
    consent = agree(child, **GUARDIAN)
    head, bureau = visitor("HEAD", S001, **STATION), visitor("BUREAU")

    def page(name, *ids):
        return reverse(f"casework:{name}", "config.urls_county", [S001, *ids])

    one, closing = page("person", child.uuid), page("person-close", child.uuid)
    assert "吴小雨" in head.get(page("due")).content.decode()
    ended = {"on": TODAY.isoformat(), "reason": "父亲不同意"}
    assert head.post(page("consent-end", child.uuid, consent.uuid), ended).status_code == 302

    assert "吴小雨" not in head.get(page("due")).content.decode()
    assert one in head.get("/").content.decode()
    text = head.get(one).content.decode()
    assert closing in text
    assert page("visit-new") not in text
    tomorrow = TODAY + timedelta(days=1)
    closed = {"reason": "WITHDREW", "on": tomorrow.isoformat()}
    with clock.frozen(tomorrow):
        assert head.post(closing, closed).status_code == 302
        assert one not in head.get("/").content.decode()
        assert page("data-requests-new") in head.get(one).content.decode()
        asked = {
            "beneficiary": str(child.uuid), "kind": "ERASE", "asked_by": "GUARDIAN",
            "asked_on": tomorrow.isoformat(), "details": "",
        }  # fmt: skip
        assert head.post(page("data-requests-new"), asked).status_code == 302
        request = DataRequest.objects.get()
        granted = bureau.post(page("data-requests-grant", request.uuid), {"answer": "已删除"})
        assert granted.status_code == 302
    gone = Beneficiary.objects.get(pk=child.pk)
    assert (gone.name, gone.closed_reason) == ("已匿名", "WITHDREW")
    assert Consent.objects.get().guardian_name == ""
