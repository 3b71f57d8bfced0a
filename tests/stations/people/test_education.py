"""The ledger of continuing education as a list, and what stands on the desks (X18, M39, Z25)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from kernel.workdays import clock
from stations.people.desk import staff_tasks
from stations.people.models import CredentialRegistration
from stations.people.queries.education import days_left, education_due, with_education
from stations.people.registers import EDUCATION
from stations.records.register.query import narrow, rows_of
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, certify, supervise, train, works

CODE = "510402-S001"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def registered(staff, level="ASSISTANT", until=TODAY + timedelta(days=100)):
    made = certify(staff, date(2020, 1, 1), level)
    since = until - timedelta(days=1094)
    CredentialRegistration.objects.create(
        credential=made, registered_on=since, valid_from=since, valid_until=until
    )
    return made


@pytest.fixture
def team(network):
    """A worker short of hours, one with all, one not registered, and an aide, of two stations."""
    short, done, none, aide = (add_worker(name) for name in ("白一", "陈二", "丁三", "方四"))
    works(short, network["R001"])
    for person in (done, none, aide):
        works(person, network["S002"])
    registered(short)
    registered(done, "WORKER", TODAY + timedelta(days=300))
    train(network["H001"], date(2026, 5, 1), short, done, hours=Decimal("12.5"))
    train(network["S002"], date(2026, 6, 1), done, hours=Decimal(80))
    certify(none, date(2026, 9, 25), "SENIOR")
    certify(aide, date(2026, 9, 25), "LOCAL_AIDE")
    for person in (done, none, aide):
        supervise(person, network["S002"], TODAY)
    return {"short": short, "done": done, "none": none}


def ledger(rows):
    return [
        (
            row.staff.name,
            row.hours_required,
            row.hours_attended,
            row.hours_missing,
            days_left(row, TODAY),
        )
        for row in rows
    ]


def test_the_county_s_ledger(network, actor, team, django_assert_num_queries):
    bureau = actor("BUREAU", "")
    with django_assert_num_queries(1):
        rows = ledger(rows_of(EDUCATION, bureau, network["H001"]))

    assert rows == [
        ("丁三", 90, None, None, None),
        ("白一", 72, Decimal("12.5"), Decimal("59.5"), 100),
        ("陈二", 90, Decimal("92.5"), Decimal(0), 300),
    ]
    assert ledger(rows_of(EDUCATION, actor("HEAD"), network["S001"])) == rows[1:2]


@pytest.mark.parametrize(
    ("stand", "names"),
    [("DUE", ["白一"]), ("MISSING", ["白一"]), ("ENOUGH", ["陈二"]), ("NONE", ["丁三"])],
)
def test_the_list_by_how_the_hours_stand(network, actor, team, stand, names):
    rows = rows_of(EDUCATION, actor("BUREAU", ""), network["H001"])

    assert [row.staff.name for row in narrow(EDUCATION, rows, {"stand": stand})] == names


def test_the_running_registration_comes_before_the_higher_certificate(network, team):
    certify(team["short"], date(2026, 9, 25), "SENIOR")
    held = type(certify(add_worker())).objects.filter(staff=team["short"])

    (row,) = with_education(held, TODAY)
    assert (row.level, row.hours_missing) == ("ASSISTANT", Decimal("59.5"))


@pytest.mark.parametrize(("days", "due"), [(180, 1), (181, 0)])
def test_hours_are_due_from_so_many_days_before_the_end(network, actor, days, due):
    person = add_worker()
    works(person, network["S001"])
    registered(person, until=TODAY + timedelta(days=days))

    assert education_due(actor("HEAD"), network["S001"], TODAY).count() == due


def test_what_waits_stands_on_the_desks(network, actor, team, django_assert_num_queries):
    def tasks(role, code):
        who = actor(role, code)
        return [
            (task.kind, task.title, task.due_on, task.object_text)
            for task in staff_tasks(who, TODAY)
        ]

    station, hub = network["S001"].name, network["H001"].name
    end = TODAY + timedelta(days=100)
    joined = date(2021, 7, 1)
    assert tasks("HEAD", CODE) == [
        ("education", "1 名人员继续教育学时不足", end, station),
        ("supervision", "1 名人员超过期限未接受督导", joined, station),
    ]
    assert tasks("BUREAU", "") == [
        ("registration", "1 本证书待登记或续登", date(2027, 9, 25), hub),
        ("education", "1 名人员继续教育学时不足", end, hub),
        ("supervision", "1 名人员超过期限未接受督导", joined, hub),
    ]
    assert tasks("WORKER", CODE) == []
    bureau = actor("BUREAU", "")
    with django_assert_num_queries(4):
        staff_tasks(bureau, TODAY)


def test_the_pages(network, team, visitor):
    head = visitor("HEAD")
    page = head.get(reverse("people:education-ledgers-list", "config.urls_county", [CODE]))
    tab = head.get(reverse("network:station", "config.urls_county", [CODE]) + "?tab=people")

    assert "59.5" in page.content.decode()
    assert "1 名人员继续教育学时不足" in tab.content.decode()
