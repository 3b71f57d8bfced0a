"""The pages about people: who sees what, names masked, forms that save or say what is wrong."""

from datetime import date

import pytest
from django.test.utils import override_settings
from django.urls import reverse

from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.people.models import Assignment, Credential, Staff, Volunteer
from stations.people.pages.tab import read_people
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, certify, head, step, volunteer, works

CODE, OTHER = "510402-S001", "510402-S002"
WORKER = {
    "name": "王小芳",
    "joined_on": "2026-11-02",
    "channel": "RECRUITED",
    "post": "SERVICE",
    "share": "1",
    "full_time": "on",
}
ALL_ROLES = {
    "BUREAU": "",
    "HUB_STAFF": "",
    "HEAD": CODE,
    "WORKER": CODE,
    "TOWNSHIP": "510402001",
    "SUPERVISOR": CODE,
    "AGENCY": CODE,
    "AUDITOR": "",
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def tab(code=CODE):
    return reverse("network:station", args=[code], urlconf="config.urls_county") + "?tab=people"


def url(name, *args):
    return reverse(f"people:{name}", args=args, urlconf="config.urls_county")


def test_the_people_tab_shows_this_stations_people(network, visitor):
    own, room, elsewhere = (add_worker(name) for name in ("王小芳", "张室员", "李外人"))
    works(own, network["S001"])
    works(room, network["R001"])
    works(elsewhere, network["S002"])
    certify(own, date(2022, 10, 1), "WORKER")
    head(own, network["S001"], date(2022, 1, 1))

    page = visitor("TOWNSHIP", "510402001").get(tab()).content.decode()

    assert [name for name in ("王小芳", "张室员", "李外人") if name in page] == ["王小芳", "张室员"]
    assert "社会工作师" in page
    assert page.count("站长</span>") == 1
    assert url("staff-new", CODE) not in page


def test_the_tab_asks_as_often_for_three_as_for_one(network, actor, django_assert_num_queries):
    """Assignments, certificates, heads and those without a certificate, four alerts, whether one
    may write, reach of lists and of the list of complaints."""
    bureau = actor("BUREAU")
    for count in (1, 3):
        while Staff.objects.count() < count:
            person = add_worker()
            works(person, network["S001"])
            certify(person)
        with override_settings(ROOT_URLCONF="config.urls_county"), django_assert_num_queries(12):
            context = read_people(bureau, network["S001"])
        assert [len(row.credentials) for row in context["staff"]] == [1] * count


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("BUREAU", "", 200),
        ("HUB_STAFF", "", 200),
        ("HEAD", CODE, 200),
        ("AGENCY", CODE, 200),
        ("WORKER", CODE, 403),
        ("TOWNSHIP", "510402001", 403),
        ("SUPERVISOR", CODE, 403),
        ("AUDITOR", "", 403),
        ("HEAD", OTHER, 404),
        ("PURCHASER", "", 404),
    ],
)
def test_who_may_enter_a_worker(network, visitor, role, code, status):
    person = visitor(role, code)

    assert person.get(url("staff-new", CODE)).status_code == status
    assert person.post(url("staff-new", CODE), WORKER).status_code == (
        302 if status == 200 else status
    )
    assert Staff.objects.count() == (1 if status == 200 else 0)


def test_a_worker_and_a_certificate_by_form(network, visitor):
    person = visitor("HEAD", CODE)
    answer = person.post(url("staff-new", CODE), WORKER)
    staff = Staff.objects.get()
    form = {
        "level": "ASSISTANT",
        "number": "ZS-1",
        "issued_on": "2026-10-01",
        "cultivated_by": CODE,
    }
    person.post(url("staff-certificate", CODE, staff.uuid), form)

    assert answer.headers["Location"] == url("staff-one", CODE, staff.uuid)
    assert Assignment.objects.get().station == network["S001"]
    assert (Credential.objects.get().staff, Credential.objects.get().cultivated_by) == (
        *(staff, network["S001"]),
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "必填"),
        ({"joined_on": "2026-11-21"}, "日期不能晚于今天"),
        ({"id_number": "123"}, "身份证号码为 17 位数字"),
        ({"share": "0.5"}, "专职人员的工时比例为 1"),
        ({"channel": "LOTTERY"}, "选择一个有效的选项"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(network, visitor, change, said):
    answer = visitor("HEAD", CODE).post(url("staff-new", CODE), WORKER | change)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert change.get("name") == "" or "王小芳" in answer.content.decode()
    assert Staff.objects.count() == 0


def test_another_stations_worker_gets_no_certificate(network, visitor):
    stranger = add_worker()
    works(stranger, network["S002"])
    form = {"level": "ASSISTANT", "issued_on": "2026-10-01"}

    address = url("staff-certificate", CODE, stranger.uuid)
    assert visitor("HEAD", CODE).post(address, form).status_code == 404
    assert Credential.objects.count() == 0


@pytest.mark.parametrize(("role", "code"), ALL_ROLES.items())
def test_volunteers_are_named_to_those_who_keep_the_list(network, visitor, role, code):
    volunteer(network["R001"], name="李志愿")
    volunteer(network["S002"], name="赵别处")
    page = visitor(role, code).get(url("volunteers-list", CODE)).content.decode()
    keeps = role in ("BUREAU", "HUB_STAFF", "HEAD", "WORKER")

    assert ("李志愿" in page, "李**" in page) == (keeps, not keeps)
    assert (url("volunteers-new", CODE) in page) == keeps
    assert "赵" not in page


def test_the_list_of_volunteers_in_constant_queries(network, visitor, django_assert_num_queries):
    worker = visitor("WORKER", CODE)
    worker.get(url("volunteers-list", CODE))
    for count, queries in ((1, 9), (3, 9)):
        while Volunteer.objects.count() < count:
            step(volunteer(network["S001"], name="李志愿"), "TRAIN", date(2026, 3, 1))
        with django_assert_num_queries(queries):
            page = worker.client.get(url("volunteers-list", CODE))
        enter_county("510402")
        assert page.content.decode().count("培训") == count


def test_a_volunteer_and_a_step_by_form(network, visitor):
    worker = visitor("WORKER", CODE)
    worker.post(url("volunteers-new", CODE), {"name": "李志愿", "registered_on": "2026-03-01"})
    made = Volunteer.objects.get()
    worker.post(url("volunteers-step", CODE, made.uuid), {"step": "USE", "done_on": "2026-04-01"})
    wrong = worker.post(
        url("volunteers-step", CODE, made.uuid), {"step": "USE", "done_on": "2026-02-01"}
    )

    assert list(made.steps.values_list("step", flat=True)) == ["RECRUIT", "USE"]
    assert (wrong.status_code, "日期早于注册日期" in wrong.content.decode()) == (422, True)


@pytest.mark.parametrize("role", ["TOWNSHIP", "SUPERVISOR", "AGENCY", "AUDITOR"])
def test_other_roles_register_no_volunteer(network, visitor, role):
    answer = visitor(role, ALL_ROLES[role]).post(
        url("volunteers-new", CODE), {"name": "李志愿", "registered_on": "2026-03-01"}
    )
    assert (answer.status_code, Volunteer.objects.count()) == (403, 0)


def test_another_stations_volunteer_is_not_found(network, visitor):
    stranger = volunteer(network["S002"])
    worker = visitor("WORKER", CODE)
    form = {"step": "USE", "done_on": "2026-04-01"}

    assert worker.post(url("volunteers-step", CODE, stranger.uuid), form).status_code == 404
    assert worker.post(url("volunteers-step", OTHER, stranger.uuid), form).status_code == 404
    assert stranger.steps.count() == 0
