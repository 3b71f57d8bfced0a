"""The list of organisations and the form for a new one."""

from datetime import date

import pytest
from django.urls import reverse

from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.community.models import CommunityOrg
from stations.network.queries.figures import figures
from tests.conftest import DAY as TODAY
from tests.fixtures.records import act, org

CODE, OTHER = "510402-S001", "510402-S002"
FORM = {
    "name": "银发合唱队",
    "kind": "HOBBY_VOLUNTEER",
    "field": "PARTICIPATION",
    "division_code": "510402001001",
    "filed_on": "2026-10-01",
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def url(name, code=CODE):
    return reverse(f"community:{name}", args=[code], urlconf="config.urls_county")


@pytest.mark.parametrize(
    ("role", "code", "status", "may_write"),
    [
        ("BUREAU", "", 200, True),
        ("HUB_STAFF", "", 200, True),
        ("HEAD", CODE, 200, True),
        ("WORKER", CODE, 200, True),
        ("TOWNSHIP", "510402001", 200, False),
        ("SUPERVISOR", CODE, 200, False),
        ("AGENCY", CODE, 200, False),
        ("AUDITOR", "", 200, False),
        ("HEAD", OTHER, 404, False),
        ("PURCHASER", "", 404, False),
    ],
)
def test_who_reads_and_who_writes(network, visitor, role, code, status, may_write):
    org(network["R001"], name="金沙合唱队")
    org(network["S002"], name="湖光义诊队")
    person = visitor(role, code)
    answer = person.get(url("orgs"))
    page = answer.content.decode()

    assert answer.status_code == status
    assert ("金沙合唱队" in page, "湖光义诊队" in page) == (status == 200, False)
    assert (url("org-new") in page) == may_write
    assert person.post(url("org-new"), FORM).status_code == (
        302 if may_write else 403 if status == 200 else 404
    )
    assert CommunityOrg.objects.count() == (3 if may_write else 2)


def test_the_list_in_constant_queries(network, visitor, django_assert_num_queries):
    head = visitor("HEAD", CODE)
    head.get(url("orgs"))
    for count, queries in ((1, 9), (3, 9)):
        while CommunityOrg.objects.count() < count:
            act(org(network["S001"], name="合唱队"), date(2026, 5, 4))
        with django_assert_num_queries(queries):
            page = head.client.get(url("orgs"))
        enter_county("510402")
        assert page.content.decode().count("合唱队</td>") == count


def test_the_form_offers_the_villages_served(network, visitor):
    head = visitor("HEAD", CODE)
    page = head.get(url("org-new")).content.decode()
    villages = ("510402001001", "510402001002", "510402002001")
    assert [code for code in villages if code in page] == ["510402001001", "510402001002"]

    head.post(url("org-new"), FORM)

    made = CommunityOrg.objects.get()
    assert (made.station, made.division_code, made.filed_on, made.registered_on) == (
        *(network["S001"], "510402001001", date(2026, 10, 1), None),
    )


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"division_code": "510402002001"}, {"filed_on": "2026-11-21"}]
)
def test_what_is_wrong_is_not_saved(network, visitor, change):
    answer = visitor("HEAD", CODE).post(url("org-new"), FORM | change)

    assert (answer.status_code, CommunityOrg.objects.count()) == (422, 0)


def test_figures_of_the_year(network):
    org(network["S001"], filed=date(2026, 1, 1), activities=(date(2026, 2, 1), date(2025, 2, 1)))
    org(network["R001"], registered=date(2026, 12, 31))
    org(network["S001"], filed=date(2025, 12, 31), activities=(date(2026, 3, 1),))
    org(network["S002"], filed=date(2026, 1, 1), activities=(date(2026, 2, 1),))
    found = {figure.key: (figure.value, figure.unit) for figure in figures(network["S001"], 2026)}

    assert (found["orgs"], found["activities"]) == ((2, "PIECE"), (2, "EVENT"))
