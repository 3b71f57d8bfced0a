"""Consents of guardians, withdrawals, and what people ask about their data, in several states."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demodata.persons import make_name
from deploy.demodata.times import received
from kernel.access.actor import Actor
from stations.casework.consent_texts import guardian_age, versions_of
from stations.casework.custody_rules import add_months, add_years, born_by, load_custody
from stations.casework.domain import bulk_custody as bulk
from stations.casework.domain import withdraw_consent
from stations.casework.domain.bulk import bulk_insert_consents
from stations.casework.enums import ConsentKind, ConsentState
from stations.casework.models import Beneficiary, Consent
from stations.network.models import Station
from stations.people.models import Assignment, Volunteer

DUTY = "《社会救助暂行办法》第五十六条：困难群众探访关爱"
RELATIONS = ("父亲", "母亲", "祖父", "祖母")
REASONS = ("家人不愿再被打扰", "已由亲属照料，不再需要服务")
# Kind, state, answer, days since it was asked, what was corrected.
STORIES = (
    ("SEE", "DONE", "已核验身份并交付。", 9, ""),
    ("ERASE", "REFUSED", "个案卷宗仍在保管期内，期满后再行办理。", 7, ""),
    ("CORRECT", "RECEIVED", "", 4, ""),
    ("CORRECT", "DONE", "已更正。", 12, "走访记录中的联系电话已按本人提供的号码更正。"),
    ("TAKE_OUT", "GRANTED", "请持身份证到站领取。", 5, ""),
    ("SEE", "RECEIVED", "", 20, ""),
)
# A guardian of a child, so many days ago.
BY_GUARDIAN = ("SEE", "DONE", "已核验监护人身份，当面查阅孩子的档案。", 14)
# Months and days from the day of the demo on which consents to pictures were given.
PICTURES = ((24, -10), (24, 20), (6, 0))
DETAILS = {"CORRECT": "联系电话已更换，请更正。"}


def fill_rights(station: Station, places: list[Station], system: Actor, until: date) -> None:
    """Of one station and its rooms; call it when the children's days of birth are noted."""
    random = Random(f"rights {station.code}")
    _name_guardians(places, random)
    bulk_insert_consents(_own_words(places, until))
    bulk_insert_consents(_pictures(station, until))
    _withdraw(station, system, until)
    bulk.bulk_insert_data_requests(_requests(station, random, until))
    bulk.bulk_insert_data_requests(_by_guardian(station, until))
    bulk.bulk_insert_team_requests(_team_requests(station, until))


def _name_guardians(places: list[Station], random: Random) -> None:
    """Whoever was under the age of consent did not consent themselves."""
    rows = Consent.objects.filter(beneficiary__station__in=places, given_by="SELF")
    young = [
        consent
        for consent in rows.exclude(beneficiary__born_on=None).select_related("beneficiary")
        if _is_young(consent)
    ]
    guardians: dict[int, tuple[str, str]] = {}
    for consent in young:
        person = consent.beneficiary_id
        guardians.setdefault(person, (make_name(random), random.choice(RELATIONS)))
        consent.given_by = "GUARDIAN"
        consent.guardian_name, consent.guardian_relation = guardians[person]
    bulk.bulk_note_givers(young)


def _is_young(consent: Consent, day: date | None = None) -> bool:
    """On a day, or on that of the consent."""
    born = consent.beneficiary.born_on
    return born is not None and add_years(born, guardian_age()) > (day or consent.valid_from)


def _own_words(places: list[Station], until: date) -> Iterator[dict[str, Any]]:
    """Who has turned of the age since consents on their own birthday; the first one is still to be
    asked whether the service goes on."""
    lapsed = Consent.objects.filter(
        beneficiary__station__in=places, beneficiary__closed_on=None, given_by="GUARDIAN"
    ).select_related("beneficiary")
    waits = None
    for consent in lapsed.order_by("beneficiary_id", "kind"):
        if consent.state_on(until) != ConsentState.EXPIRED or consent.last_day is None:
            continue
        day = consent.last_day + timedelta(1)
        if _is_young(consent, day):
            continue
        if waits is None and consent.kind == ConsentKind.SERVICE:
            waits = consent.beneficiary_id
            continue
        yield _word(consent.beneficiary_id, consent.kind, day)


def _pictures(station: Station, until: date) -> Iterator[dict[str, Any]]:
    """Of three adults: one consent to pictures lapsed, one soon does, one holds."""
    adults = Beneficiary.objects.filter(station=station, closed_on=None, withdrawn_at=None)
    asked = Consent.objects.filter(kind=ConsentKind.IMAGE).values("beneficiary_id")
    adults = adults.exclude(born_on__gt=born_by(until)).exclude(pk__in=asked).order_by("-id")
    for person, (months, days) in zip(adults[: len(PICTURES)], PICTURES, strict=False):
        day = add_months(until, -months) + timedelta(days)
        if day >= person.filed_on:
            yield _word(person.pk, ConsentKind.IMAGE, day)


def _word(person: int, kind: str, day: date) -> dict[str, Any]:
    return {
        "beneficiary_id": person,
        "kind": kind,
        "text_version": versions_of(kind)[-1],
        "given_by": "SELF",
        "valid_from": day,
        "received_at": received(day, 0),
    }


def _withdraw(station: Station, system: Actor, until: date) -> None:
    """One adult, one who is served by a duty all the same, one child's guardian."""
    standing = (
        Consent.objects.standing(until)
        .filter(beneficiary__station=station, beneficiary__closed_on=None, kind="SERVICE")
        .order_by("beneficiary_id")
    )
    adults = list(standing.filter(given_by="SELF")[:2])
    of_children = list(standing.filter(given_by="GUARDIAN")[:1])
    for consent in adults[1:]:
        kept = Consent.objects.filter(
            beneficiary_id=consent.beneficiary_id, kind="SENSITIVE_DATA", given_by="SELF"
        )
        by_duty = list(kept[:1])
        for each in by_duty:
            each.given_by, each.duty = "DUTY", DUTY
        bulk.bulk_note_givers(by_duty)
    for number, consent in enumerate((*adults, *of_children)):
        reason = REASONS[number % len(REASONS)]
        withdraw_consent(actor=system, consent=consent, on=until, reason=reason)


def _requests(station: Station, random: Random, until: date) -> Iterator[dict[str, Any]]:
    """Carried out, refused, waiting, granted, late: one each."""
    adults = Beneficiary.objects.filter(station=station).exclude(born_on__gt=born_by(until))
    persons = list(adults.order_by("id")[:30])
    chosen = random.sample(persons, min(len(persons), len(STORIES)))
    for person, (kind, state, answer, days, correction) in zip(chosen, STORIES, strict=False):
        asked = max(until - timedelta(days), person.filed_on)
        yield {
            "beneficiary_id": person.pk,
            "asked_by": "SELF",
            **_course(station, kind, state, answer, asked, until),
            "correction": correction,
        }


def _by_guardian(station: Station, until: date) -> Iterator[dict[str, Any]]:
    """Of the child filed last."""
    kind, state, answer, days = BY_GUARDIAN
    children = Beneficiary.objects.filter(station=station, born_on__gt=born_by(until))
    for child in children.order_by("-id")[:1]:
        asked = max(until - timedelta(days), child.filed_on)
        yield {
            "beneficiary_id": child.pk,
            "asked_by": "GUARDIAN",
            **_course(station, kind, state, answer, asked, until),
        }


def _team_requests(station: Station, until: date) -> Iterator[dict[str, Any]]:
    """A worker's correction that is granted, a volunteer's wish to see that waits."""
    worker = Assignment.objects.filter(station=station).order_by("id").first()
    helper = Volunteer.objects.filter(station=station).order_by("id").first()
    asked = until - timedelta(6)
    if worker is not None:
        yield {
            "staff_id": worker.staff_id,
            "volunteer_id": None,
            **_course(station, "CORRECT", "GRANTED", "请站点核对后更正。", asked, until),
        }
    if helper is not None:
        yield {
            "staff_id": None,
            "volunteer_id": helper.pk,
            **_course(station, "SEE", "RECEIVED", "", asked, until),
        }


def _course(
    station: Station, kind: str, state: str, answer: str, asked: date, until: date
) -> dict[str, Any]:
    decided = None if state == "RECEIVED" else min(asked + timedelta(3), until)
    return {
        "station_id": station.pk,
        "kind": kind,
        "details": DETAILS.get(kind, ""),
        "asked_on": asked,
        "due_on": asked + timedelta(load_custody()["request_answer_days"]),
        "state": state,
        "answer": answer,
        "decided_on": decided,
        "decided_by_name": "县民政局业务股室" if decided else "",
        "done_on": decided if state == "DONE" else None,
        "received_at": received(asked, 0),
    }
