"""Those who left a place: what is theirs stays legible there, and a late entry names them."""

from datetime import date

import pytest
from django.urls import reverse

from kernel.workdays import clock
from stations.people.models import CredentialRegistration, Outfit
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, certify, pledge, works

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
