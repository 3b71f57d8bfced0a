"""The checklist of competences: what is asked for where, and who lacks it (C52)."""

from datetime import date

import pytest
from django.urls import reverse

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.network.domain.venue import set_venue
from stations.people.domain import check_competence
from stations.people.models import CompetenceCheck, Staff
from stations.people.queries.competence import missing_competences, not_competent
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, works

CODE = "510402-S001"
DAY = date(2026, 5, 4)
EVERYWHERE = ["LAW", "METHODS", "ETHICS"]


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def worker(network):
    found = add_worker("王小芳")
    works(found, network["S001"])
    return found


def check(actor, worker, role="HEAD", **given):
    facts = {"checked_on": DAY, "found": EVERYWHERE, "checked_by": " 周督导 "}
    return check_competence(actor=actor(role), staff=worker, **(facts | given))


def lacking(worker):
    return missing_competences(worker, TODAY), not_competent(Staff.objects.all(), TODAY).exists()


def settle(actor, station, kind):
    house = {"host_type": "INSTITUTION", "address": "一号", "institution": kind}
    set_venue(actor=actor("BUREAU"), station=station, **house)


def test_the_latest_check_counts(network, actor, worker, done):
    assert lacking(worker) == (EVERYWHERE, True)
    first = check(actor, worker, found=["METHODS", "LAW"])
    assert (first.found, first.checked_by) == (["LAW", "METHODS"], "周督导")
    assert lacking(worker) == (["ETHICS"], True)
    check(actor, worker, "AGENCY")
    assert lacking(worker) == ([], False)
    check(actor, worker, found=[], checked_on=date(2026, 5, 3))  # an earlier one changes nothing
    assert lacking(worker) == ([], False)
    assert done() == ["competencecheck.enter"] * 3


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("VETERANS_HOSPITAL", True), ("VETERANS_HOME", True), ("ELDERLY_HOME", False), ("", False)],
)
def test_medicine_is_asked_for_in_two_kinds_of_site(network, actor, worker, kind, asked):
    check(actor, worker)
    settle(actor, network["S001"], kind)

    assert lacking(worker) == (["MEDICINE"] if asked else [], asked)
    check(actor, worker, found=[*EVERYWHERE, "MEDICINE"])
    assert lacking(worker) == ([], False)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"checked_on": date(2026, 11, 21)}, "checked_on"),
        ({"found": ["LAW", "CHARM"]}, "found"),
        ({"checked_by": "  "}, "checked_by"),
    ],
)
def test_wrong_values_are_named(actor, worker, wrong, named):
    with pytest.raises(Invalid) as refused:
        check(actor, worker, **wrong)

    assert [error.field for error in refused.value.errors] == [named]
    assert CompetenceCheck.objects.count() == 0


def test_who_may_not_check_and_whom_not(actor, worker):
    for role in ("WORKER", "SUPERVISOR", "TOWNSHIP", "AUDITOR"):
        with pytest.raises(Forbidden):
            check(actor, worker, role)
    withdraw(actor=actor("HEAD"), entry=worker, reason="录错")
    with pytest.raises(Conflict):
        check(actor, worker)


def test_by_form_list_and_api(network, actor, worker, visitor, call):
    def url(name, *more):
        return reverse(f"people:{name}", args=[CODE, *more], urlconf="config.urls_county")

    head = visitor("HEAD", CODE)
    waiting = f"{url('staff-list')}?waiting=COMPETENCE"
    assert "王小芳" in head.get(waiting).content.decode()
    form = {"checked_on": "2026-05-04", "found": ["LAW", "METHODS"], "checked_by": "周督导"}
    head.post(url("staff-competence", worker.uuid), form)
    page = head.get(url("staff-one", worker.uuid)).content.decode()
    assert all(
        said in page for said in ("周督导", "尚未具备的岗位专业能力", "认同社会工作专业伦理")
    )
    answer = call("post", f"staff/{worker.uuid}/competence", form | {"found": EVERYWHERE})
    assert answer.status_code == 200
    assert "王小芳" not in head.get(waiting).content.decode()
