"""Those who left a place: what is theirs stays legible there, and a late entry names them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kernel.workdays import clock
from stations.people.models import CredentialRegistration, Outfit
from stations.people.numbers import numbers
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, certify, pledge, train, works

CODE, OTHER = "510402-S001", "510402-S002"
LEFT = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def former(network):
    """Worked at S001 and left the network."""
    found = add_worker("王小芳", left_on=LEFT)
    works(found, network["S001"], until=LEFT)
    return found


@pytest.fixture
def records(former):
    """What the registers narrowed to workers hold of the former one, by noun."""
    credential = certify(former, date(2025, 1, 1))
    return {
        "credentials": credential,
        "pledges": pledge(former, date(2025, 1, 1)),
        "credential-registrations": CredentialRegistration.objects.create(
            credential=credential,
            registered_on=date(2025, 2, 1),
            valid_from=date(2025, 2, 1),
            valid_until=date(2028, 1, 31),
        ),
        "outfits": Outfit.objects.create(staff=former, kind="BADGE", valid_from=date(2025, 1, 1)),
    }


def url(name, *args):
    return reverse(f"people:{name}", args=args, urlconf="config.urls_county")


def test_links_of_a_former_workers_page_open(former, records, visitor):
    head = visitor("HEAD", CODE)
    page = head.get(url("staff-one", CODE, former.uuid)).content.decode()

    for noun in ("credentials", "pledges"):
        assert url(f"{noun}-one", CODE, records[noun].uuid) in page
    for noun, record in records.items():
        assert head.get(url(f"{noun}-one", CODE, record.uuid)).status_code == 200
        assert str(record.uuid) not in head.get(url(f"{noun}-list", CODE)).content.decode()


def test_a_wrong_record_of_a_former_worker_is_withdrawn(records, visitor):
    head = visitor("HEAD", CODE)
    for noun in ("pledges", "credentials"):
        head.post(url(f"{noun}-withdraw", CODE, records[noun].uuid), {"reason": "错录"})
        records[noun].refresh_from_db()
        assert records[noun].withdrawn_at is not None


def test_nobody_else_reaches_them(network, former, records, visitor):
    works(former, network["S002"], withdrawn_at=clock.now())
    readers = {
        "the head of another place": (visitor("HEAD", OTHER), CODE),
        "through a place of a withdrawn assignment": (visitor("BUREAU", ""), OTHER),
        "one whom no rule names": (visitor("REVIEWER", ""), CODE),
    }
    for who, (client, code) in readers.items():
        for noun, record in records.items():
            answer = client.get(url(f"{noun}-one", code, record.uuid))
            assert answer.status_code == 404, (who, noun)
    reader = visitor("WORKER", CODE)
    for noun, record in records.items():
        assert reader.get(url(f"{noun}-one", CODE, record.uuid)).status_code == 200
        act = reader.post(url(f"{noun}-withdraw", CODE, record.uuid), {"reason": "错录"})
        assert act.status_code == 403


SESSION = {
    "kind": "EDUCATIONAL",
    "mode": "INDIVIDUAL",
    "site": "ONLINE",
    "held_on": "2026-10-20",
    "supervisor_name": "周督导",
}
EXAM = {"level": "WORKER", "registered_on": "2026-10-20"}


def test_a_late_entry_names_who_left_lately(network, former, visitor):
    works(add_worker("李在岗"), network["S001"])
    training = train(network["S001"], date(2026, 10, 20))
    head = visitor("HEAD", CODE)
    forms = {
        url("supervisions-new", CODE): SESSION,
        url("exams-new", CODE): EXAM,
        url("trainings-attend", CODE, training.uuid): {"hours": "1"},
    }
    for address, values in forms.items():
        page = head.get(address).content.decode()
        assert "王小芳（2026年11月1日离开）" in page
        assert "李在岗（" not in page
        assert head.post(address, {**values, "staff": str(former.uuid)}).status_code == 302
    former.refresh_from_db()
    found = former.supervisions, former.exams, former.trainings
    assert [rows.count() for rows in found] == [1, 1, 1]


def test_a_late_entry_over_the_api(former, call):
    body = {"station": CODE, "staff": str(former.uuid)}
    assert call("post", "supervisions", SESSION | body).status_code == 201
    assert call("post", "exams", EXAM | body).status_code == 201


def test_choices_end_some_days_after_leaving(network, visitor):
    first = TODAY - timedelta(days=numbers().late_entry_days)
    for name, until in (("赵久离", first), ("钱刚离", first + timedelta(days=1))):
        works(add_worker(name), network["S001"], until=until)
    back = add_worker("孙回来")
    works(back, network["S001"], until=LEFT)
    works(back, network["S001"], since=LEFT)
    later = add_worker("吴将离")
    works(later, network["S001"], until=TODAY + timedelta(days=1))
    works(add_worker("周未来"), network["S001"], since=TODAY + timedelta(days=1))
    page = visitor("HEAD", CODE).get(url("supervisions-new", CODE)).content.decode()

    assert [name for name in ("赵久离", "周未来") if name in page] == []
    assert "钱刚离（" in page
    for name in ("孙回来", "吴将离"):
        assert page.count(f">{name}</option>") == 1


def test_other_choices_stay_with_todays_workers(former, visitor):
    for role, scope, name in (
        ("HEAD", CODE, "internships-new"),
        ("HEAD", CODE, "publicity-new"),
        ("BUREAU", "", "heads-new"),
    ):
        answer = visitor(role, scope).get(url(name, CODE))
        assert answer.status_code == 200
        assert "王小芳" not in answer.content.decode()
