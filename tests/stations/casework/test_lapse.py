"""A consent lapses of itself: by age, by months, on the day agreed; what then follows (X07)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.urls import reverse

from kernel.errors import Conflict, Invalid
from kernel.workdays import clock
from stations.casework.consent_texts import load_consent
from stations.casework.desk import alert_tasks, stopped_files
from stations.casework.domain import (
    add_category,
    assess_risk,
    give_consent,
    record_visit,
    refer_person,
    see_to_alert,
    withdraw_consent,
)
from stations.casework.domain.basis import basis_of, stop_services
from stations.casework.models import Beneficiary, Consent
from stations.casework.queries.alert import alerts
from stations.casework.queries.due import due_list, persons_due
from stations.casework.registers.parts import consent_field
from tests.conftest import DAY as TODAY
from tests.fixtures.records import agree, file_person, noon, set_level

S001, DAY, WEEK = "510402-S001", timedelta(days=1), timedelta(days=7)
BORN = date(2012, 12, 5)  # 14 on 5 December 2026
BIRTHDAY = date(2026, 12, 5)
GUARDIAN = {"given_by": "GUARDIAN", "guardian_name": "吴大山", "guardian_relation": "父亲"}
SENSITIVE = {"kind": "SENSITIVE_DATA"}
RISK = dict.fromkeys(("health", "mind", "living", "guard"), "NONE")


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    return file_person(network["S001"], name="曾大山", born_on=date(1950, 3, 2))


@pytest.fixture
def child(network):
    return file_person(network["S001"], name="吴小雨", born_on=BORN)


@pytest.fixture
def found(actor):
    def kinds(**given):
        return [alert.kind.value for alert in alerts(actor("HEAD"), **given)]

    return kinds


def state_of(consent, day):
    """As the record says it and as the database finds it: they agree."""
    stands = Consent.objects.standing(day).filter(pk=consent.pk).exists()
    state = consent.state_on(day)
    assert (state == "VALID") == stands
    return str(state)


def again(actor, consent, **given):
    facts = {"kind": consent.kind, "given_by": "SELF", "valid_from": clock.today()} | given
    return give_consent(actor=actor("HEAD"), beneficiary=consent.beneficiary, **facts)


@pytest.mark.parametrize("kind", ["SERVICE", "SENSITIVE_DATA", "IMAGE"])
def test_a_guardian_s_consent_holds_until_the_eve_of_the_fourteenth_birthday(child, kind):
    consent = agree(child, date(2026, 1, 4), kind=kind, **GUARDIAN)
    assert consent.last_day == BIRTHDAY - DAY
    assert [state_of(consent, day) for day in (TODAY, BIRTHDAY - DAY, BIRTHDAY)] == [
        "VALID",
        "VALID",
        "EXPIRED",
    ]


@pytest.mark.parametrize(
    ("born", "given"),
    [
        (BORN, BIRTHDAY),  # given for somebody who is of that age by then
        (date(1950, 3, 2), date(2026, 1, 4)),
        (None, date(2026, 1, 4)),
    ],
)
def test_a_guardian_s_consent_for_no_child_has_no_end(network, born, given):
    consent = agree(file_person(network["S001"], born_on=born), given, **GUARDIAN)
    assert consent.last_day is None
    assert state_of(consent, date(2090, 1, 1)) == "VALID"


@pytest.mark.parametrize(
    ("given", "last"),
    [
        (date(2024, 11, 20), date(2026, 11, 20)),
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2024, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_consent_to_pictures_holds_for_its_months(person, given, last):
    consent = agree(person, given, kind="IMAGE")
    assert consent.last_day == last
    assert [state_of(consent, day) for day in (last, last + DAY)] == ["VALID", "EXPIRED"]
    for kind in ("SERVICE", "SENSITIVE_DATA"):
        assert agree(person, given, kind=kind).last_day is None
    duty = agree(person, given, kind="IMAGE", given_by="DUTY", duty="未成年人保护法")
    assert state_of(duty, date(2090, 1, 1)) == "VALID"


@pytest.mark.parametrize(
    ("until", "last"),
    [(date(2026, 3, 1), date(2026, 3, 1)), (date(2030, 1, 1), date(2026, 6, 1))],
)
def test_the_earliest_end_counts(person, until, last):
    consent = agree(person, date(2024, 6, 1), kind="IMAGE", valid_until=until)
    assert consent.last_day == last
    assert [state_of(consent, day) for day in (last, last + DAY)] == ["VALID", "EXPIRED"]


def test_the_rules_are_data(person, child, monkeypatch):
    rules = load_consent()["lapses"]
    monkeypatch.setitem(rules, "after_months", {"SERVICE": 1})
    monkeypatch.setitem(rules, "at_own_age", ["IMAGE"])
    of_adult, of_child = agree(person, TODAY), agree(child, TODAY, **SENSITIVE, **GUARDIAN)
    assert (of_adult.last_day, of_child.last_day) == (date(2026, 12, 20), None)
    assert state_of(of_adult, date(2026, 12, 21)) == "EXPIRED"
    assert state_of(of_child, date(2030, 1, 1)) == "VALID"


@pytest.mark.parametrize("born", [date(2012, 2, 29), date(2014, 3, 1), date(2014, 2, 28), BORN])
def test_the_database_reaches_the_same_days(network, born):
    """Whatever the month ends on: both are asked around each birthday and each last day."""
    child = file_person(network["S001"], born_on=born)
    for given in (date(2024, 2, 29), date(2024, 8, 31), date(2025, 1, 30)):
        for kind in ("SERVICE", "IMAGE"):
            consent = agree(child, given, kind=kind, **GUARDIAN)
            found = Consent.objects.with_last_day().get(pk=consent.pk)
            assert found.lapses_after == consent.last_day is not None
            for days in (-1, 0, 1):
                state_of(consent, consent.last_day + timedelta(days))


def test_what_is_withdrawn_stays_withdrawn(child):
    consent = agree(child, date(2026, 1, 4), ended_on=date(2026, 5, 4), **GUARDIAN)
    assert state_of(consent, BIRTHDAY + WEEK) == "WITHDRAWN"


def test_the_state_of_many_costs_no_query(child, django_assert_num_queries):
    for kind in ("SERVICE", "SENSITIVE_DATA", "IMAGE"):
        agree(child, date(2026, 1, 4), kind=kind, **GUARDIAN)
    with django_assert_num_queries(1):
        assert basis_of(child).sensitive == "CONSENT"
    with django_assert_num_queries(1):
        assert {each.state for each in child.consents.all()} == {"VALID"}


def test_after_it_nothing_is_on_file_and_the_service_goes_on(child, actor, system):
    worker = {"actor": actor("HEAD"), "beneficiary": child}
    for kind in ("SERVICE", "SENSITIVE_DATA"):
        agree(child, date(2026, 1, 4), kind=kind, **GUARDIAN)
    set_level(child, 1, date(2026, 1, 5))
    assert (basis_of(child).service, basis_of(child).sensitive) == ("CONSENT", "CONSENT")
    with clock.frozen(BIRTHDAY):
        after = basis_of(child)
        assert (after.service, after.sensitive, after.by) == ("NONE", "NONE", None)
        with pytest.raises(Invalid) as refused:
            assess_risk(assessed_on=BIRTHDAY, **RISK, **worker)
        assert refused.value.errors[0].field == "health"
        with pytest.raises(Invalid):
            add_category(
                category="disability", valid_from=BIRTHDAY, disability_kind="LIMBS",
                disability_grade="2", **worker,
            )  # fmt: skip
        assert stop_services(actor=system) == 0
        record_visit(held_at=noon(BIRTHDAY), result="MET", **worker)
        due = {row.name for row in persons_due(actor("HEAD"), BIRTHDAY + WEEK, 30)}
        assert due == {"吴小雨"}
        assert stopped_files(actor("HEAD"), BIRTHDAY) == []
    assert Beneficiary.objects.get(pk=child.pk).service_stopped_on is None


@pytest.mark.parametrize(("kind", "basis"), [("SERVICE", "DUTY"), ("IMAGE", "DUTY")])
def test_a_duty_beside_it_stays(person, kind, basis):
    agree(person, date(2024, 1, 4), valid_until=date(2025, 1, 4))
    agree(person, kind=kind, given_by="DUTY", duty="社会救助暂行办法")
    assert basis_of(person).service == basis


def test_the_last_word_says_whether_it_was_withdrawn(person, actor, system):
    """One that was withdrawn, then one that lapsed: nothing on file. The other way round: gone."""
    agree(person, date(2023, 1, 4), ended_on=date(2024, 1, 4))
    lapsed = agree(person, date(2024, 5, 4), valid_until=date(2025, 5, 4))
    assert basis_of(person).service == "NONE"
    assert stop_services(actor=system) == 0
    later = again(actor, lapsed)
    withdraw_consent(actor=actor("HEAD"), consent=later, on=TODAY, reason="不愿继续")
    assert basis_of(person).service == "WITHDRAWN"
    assert Beneficiary.objects.get(pk=person.pk).service_stopped_on == TODAY


def test_what_lapsed_keeps_no_missed_stop_from_being_made_up_for(person, system):
    agree(person, date(2023, 1, 4), valid_until=date(2024, 1, 4))
    agree(person, date(2024, 5, 4), ended_on=TODAY, ended_received_at=noon(TODAY))
    assert stop_services(actor=system) == 1


def test_who_is_served_by_duty_alone_is_marked_by_a_withdrawal_only(network, actor):
    def row_of(*consents):
        person = file_person(network["S001"])
        set_level(person, 1, date(2026, 1, 5))
        agree(person, kind="IMAGE", given_by="DUTY", duty="社会救助暂行办法")
        for given in consents:
            agree(person, **given)
        return person.name

    early = {"on": date(2023, 1, 4)}
    lapsed = {"on": date(2024, 1, 4), "valid_until": date(2025, 1, 4)}
    gone = {"on": date(2025, 2, 4), "ended_on": date(2025, 5, 4)}
    marked = {
        row_of(lapsed): False,
        row_of(lapsed, gone): True,
        row_of(early | {"ended_on": date(2023, 2, 4)}, lapsed): False,
        row_of(gone, {"on": date(2025, 6, 4)}): False,
    }

    found = {row.name: row.by_duty for row in due_list(actor("HEAD"), TODAY, 30)[:]}
    assert found == marked


def test_a_new_one_is_taken_once_it_has_lapsed(child, actor):
    old = agree(child, date(2026, 1, 4), **SENSITIVE, **GUARDIAN)
    with pytest.raises(Conflict):
        again(actor, old, **GUARDIAN)
    with clock.frozen(BIRTHDAY):
        again(actor, old)
        assert basis_of(child).sensitive == "CONSENT"
        assert Consent.objects.get(pk=old.pk).state == "EXPIRED"


@pytest.mark.parametrize(
    ("ends", "renewed", "taken"),
    [
        (TODAY + timedelta(30), None, True),
        (TODAY + timedelta(30), TODAY + timedelta(31), True),
        (TODAY + timedelta(30), TODAY + timedelta(30), False),  # would end with it
        (TODAY + timedelta(31), None, False),  # nobody is warned of it yet
        (None, None, False),
    ],
)
def test_one_that_ends_soon_is_renewed_before(person, actor, ends, renewed, taken):
    old = agree(person, date(2026, 1, 4), valid_until=ends)
    if not taken:
        with pytest.raises(Conflict):
            again(actor, old, valid_until=renewed)
        return
    new = again(actor, old, valid_until=renewed)
    assert (old.state, new.state) == ("VALID", "VALID")
    with clock.frozen(ends + DAY):
        assert basis_of(person).service == "CONSENT"


@pytest.mark.parametrize("chosen", ["old", "new"])
def test_a_withdrawal_ends_both_of_a_renewal(person, actor, chosen):
    old = agree(person, date(2026, 1, 4), valid_until=TODAY + WEEK)
    with clock.frozen(TODAY - DAY):
        new = again(actor, old)
    consent = {"old": old, "new": new}[chosen]
    on = TODAY - WEEK if chosen == "old" else TODAY
    withdraw_consent(actor=actor("HEAD"), consent=consent, on=on, reason="不愿继续")
    ends = {each.pk: each.ended_on for each in Consent.objects.all()}
    assert ends == {old.pk: on, new.pk: max(on, TODAY - DAY)}
    assert basis_of(person).service == "WITHDRAWN"


def test_a_withdrawal_of_before_the_end_is_entered_late_and_none_of_after(person, actor):
    last = TODAY - WEEK
    consent = agree(person, date(2026, 1, 4), valid_until=last)
    given = {"actor": actor("HEAD"), "consent": consent, "reason": "不愿继续"}
    with pytest.raises(Invalid) as refused:
        withdraw_consent(on=last + DAY, **given)
    (error,) = refused.value.errors
    assert (error.field, error.allowed) == ("on", f"<= {last}")
    withdraw_consent(on=last, **given)
    assert Beneficiary.objects.get(pk=person.pk).service_stopped_on == last


@pytest.mark.parametrize(
    "given",
    [
        {"valid_until": TODAY - DAY},
        {"valid_until": TODAY + WEEK, "given_by": "DUTY", "duty": "社会救助暂行办法"},
    ],
)
def test_a_wrong_last_day_is_named(person, actor, given):
    facts = {"kind": "SERVICE", "given_by": "SELF", "valid_from": TODAY} | given
    with pytest.raises(Invalid) as refused:
        give_consent(actor=actor("HEAD"), beneficiary=person, **facts)
    assert refused.value.errors[0].field == "valid_until"
    facts["valid_from"] = TODAY
    with pytest.raises(IntegrityError), transaction.atomic():
        agree(person, facts.pop("valid_from"), **facts)


def test_nobody_is_referred_by_one_that_has_lapsed(person, actor):
    consent = agree(person, date(2026, 1, 4), valid_until=TODAY - DAY, **SENSITIVE)
    given = {
        "actor": actor("HEAD"), "beneficiary": person, "receiver": "市精神卫生中心",
        "reason": "需专科治疗", "consent": consent,
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        refer_person(referred_on=TODAY, **given)
    assert refused.value.errors[0].field == "consent"
    refer_person(referred_on=TODAY - DAY, **given)
    stands = agree(person, **SENSITIVE)
    offered = consent_field()
    offered.offer(actor("HEAD"), person.station)
    assert [str(key) for key, _label in offered.choices if key] == [str(stands.uuid)]


@pytest.mark.parametrize("kind", ["SERVICE", "SENSITIVE_DATA", "IMAGE"])
def test_the_station_is_warned_in_time_and_again_once_it_has_lapsed(child, actor, found, kind):
    consent = agree(child, date(2026, 1, 4), kind=kind, **GUARDIAN)
    warned = BIRTHDAY - DAY - timedelta(30)
    with clock.frozen(warned - DAY):
        assert found() == []
    with clock.frozen(warned):
        (alert,) = alerts(actor("HEAD"))
        assert (alert.kind, alert.since, alert.person) == ("CONSENT_ENDS", warned, child.uuid)
        see_to_alert(
            actor=actor("HEAD"), kind="CONSENT_ENDS", subject=consent.uuid, on=warned,
            measure="生日后上门征得本人同意",
        )  # fmt: skip
        assert found() == []
    with clock.frozen(BIRTHDAY - DAY):
        assert found() == []
    with clock.frozen(BIRTHDAY):
        (alert,) = alerts(actor("HEAD"))
        assert (alert.kind, alert.since) == ("CONSENT_ENDS", BIRTHDAY)
        again(actor, consent)
        assert found() == []


def test_nothing_warns_of_an_end_that_was_made_up_for_or_of_a_file_that_is_closed(
    network, person, found
):
    ends = {"valid_until": TODAY + WEEK}
    agree(person, date(2026, 1, 4), **ends)
    assert found() == ["CONSENT_ENDS"]
    agree(person, TODAY)
    assert found() == []
    for more in ({"closed_on": TODAY}, {"service_stopped_on": TODAY}):
        agree(file_person(network["S001"], **more), date(2026, 1, 4), **ends)
    agree(file_person(network["S001"]), date(2026, 1, 4), ended_on=TODAY, **ends)
    assert found() == ["CONSENT_GONE"]


def test_one_that_lapsed_hides_no_withdrawal(person, found):
    agree(person, date(2023, 1, 4), valid_until=date(2024, 1, 4))
    agree(person, date(2024, 5, 4), ended_on=TODAY)
    assert found() == ["CONSENT_GONE"]


@override_settings(ROOT_URLCONF="config.urls_county")
def test_the_head_s_desk_has_it(person, actor):
    agree(person, date(2026, 1, 4), valid_until=TODAY + WEEK)
    (task,) = alert_tasks(actor("HEAD"), TODAY)
    assert (task.object_text, task.due_on) == (person.station.name, TODAY + WEEK - timedelta(30))


def test_the_alerts_page_leads_to_the_file_that_shows_it(person, visitor):
    old = agree(person, date(2024, 5, 4), kind="IMAGE")
    agree(person, date(2026, 1, 4), valid_until=TODAY + WEEK)
    agree(person, date(2026, 1, 4), kind="SENSITIVE_DATA")
    head = visitor("HEAD", S001, scope_kind="STATION")

    def page(name, *ids):
        return reverse(f"casework:{name}", "config.urls_county", [S001, *ids])

    listed = head.get(page("alerts")).content.decode()
    assert listed.count("知情同意到期") >= 2
    assert page("person", person.uuid) in listed
    shown = head.get(page("person", person.uuid)).content.decode()
    assert shown.count("知情同意已到期") == 1
    assert shown.count("有效期至") == 2

    form = {"kind": "IMAGE", "given_by": "SELF", "valid_from": TODAY.isoformat()}
    wrong = head.post(page("consent-new", person.uuid), form | {"valid_until": "2026-11-01"})
    assert wrong.status_code == 422
    assert "valid_until" in wrong.context["form"].errors
    form["valid_until"] = "2027-05-01"
    assert head.post(page("consent-new", person.uuid), form).status_code == 302
    assert Consent.objects.exclude(pk=old.pk).get(kind="IMAGE").last_day == date(2027, 5, 1)
