"""Plans, reports and help in bulk, shown on the demo's generator: all of it is possible."""

from datetime import date, timedelta

import pytest

from deploy.demodata.care import fill_care
from stations.casework.domain.indicator import is_met
from stations.casework.domain.protection import is_as_sent
from stations.casework.models import (
    BenefitApplication,
    CareCheck,
    CarePlan,
    FuneralService,
    HomelessStep,
    Patrol,
    PlanIndicator,
    PlanReview,
    ProtectionReport,
    Referral,
    Respite,
    ServiceRecord,
    Wish,
)
from stations.records.models import end_of_day
from tests.fixtures.records import add_worker, agree, file_person, noon

UNTIL = date(2026, 6, 30)
MADE = (
    BenefitApplication,
    CareCheck,
    CarePlan,
    FuneralService,
    HomelessStep,
    Patrol,
    PlanIndicator,
    PlanReview,
    ProtectionReport,
    Referral,
    Respite,
    ServiceRecord,
    Wish,
)


@pytest.fixture
def filled(network):
    """Two and a half years of S001, made twice: the second time in another place."""
    for code in ("S001", "R001"):
        station, day = network[code], date(2024, 1, 10)
        people = [file_person(station, day) for _ in range(12)]
        for person in people:
            agree(person, day)
        of_adults = {"kind": "illness", "born_on": date(1970, 3, 2)}
        persons = [
            {"id": person.pk, "name": person.name, "filed_on": day, "received_at": noon(day)}
            | of_adults
            for person in people
        ]
        fill_care(station, 0.8, persons, [add_worker().pk], 2024, UNTIL)
    return network


def test_each_kind_is_made_and_none_lies_in_the_future(filled):
    assert [model.__name__ for model in MADE if not model.objects.exists()] == []
    latest = ServiceRecord.objects.order_by("-served_on").first()
    assert latest.served_on <= UNTIL
    assert latest.received_at >= noon(latest.served_on)
    assert ServiceRecord.objects.filter(station=filled["R001"]).exists()


def test_checks_of_care_are_repeated_and_few_are_left_overdue(filled):
    """The one made last of a person says until when one looks again."""
    last = {each.beneficiary_id: each for each in CareCheck.objects.order_by("checked_on", "id")}
    due = [each.next_on for each in last.values()]
    overdue = [day for day in due if day < UNTIL]
    assert CareCheck.objects.filter(checked_on__gt=UNTIL).count() == 0
    assert CareCheck.objects.count() > len(last)
    assert 0 < len(overdue) < len(due) / 3
    assert min(due) > UNTIL - timedelta(days=90)


def test_what_is_made_says_what_the_domain_would(filled):
    assert all(is_as_sent(report) for report in ProtectionReport.objects.all())
    for each in PlanIndicator.objects.exclude(judged_on=None):
        assert each.met == is_met(each.baseline, each.target, each.reached)
        assert each.judged_received_at >= end_of_day(each.judged_on)
    closed = CarePlan.objects.exclude(closed_on=None)
    assert closed.exists()
    assert not closed.filter(closed_received_at=None).exists()
    for plan in CarePlan.objects.all():
        days = [(each.reviewed_on, each.next_due_on) for each in plan.reviews.all()]
        assert days == ([(plan.reviewed_on, plan.review_due_on)] if plan.reviewed_on else [])
    assert not PlanIndicator.objects.filter(plan__in=closed, judged_on=None).exists()
    assert CarePlan.objects.filter(closed_on=None).exists()
