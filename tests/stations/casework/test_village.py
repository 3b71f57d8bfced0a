"""A village is called by its name on pages and in lists, and by its code over the API."""

import pytest
from django.urls import reverse

from kernel.workdays import clock
from stations.casework.models import DiscoveryLead, Household
from stations.casework.registers.village import with_village
from tenants.models import Division
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import add_lead, live_together

CODE, VILLAGE, GONE = "510402-S001", "510402001001", "510402001999"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def name():
    return Division.objects.get(code=VILLAGE, valid_to=None).name


def page(visitor, noun, entry=None):
    args = [CODE] if entry is None else [CODE, entry.uuid]
    way = "list" if entry is None else "one"
    address = reverse(f"casework:{noun}-{way}", args=args, urlconf="config.urls_county")
    return visitor("HEAD", CODE).get(address).content.decode()


def test_a_household_and_a_lead_say_where_by_name(network, visitor, name):
    home = live_together(network["S001"], division_code=VILLAGE)
    lead = add_lead(network["S001"], TODAY, division_code=VILLAGE)
    for shown in (page(visitor, "households"), page(visitor, "households", home),
                  page(visitor, "leads", lead)):  # fmt: skip
        assert (name in shown, VILLAGE in shown) == (True, False)


def test_a_village_that_is_no_more_is_told_by_its_code(network, visitor):
    live_together(network["S001"], division_code=GONE)
    assert GONE in page(visitor, "households")


def test_the_api_gives_the_code(network, member):
    home = live_together(network["S001"], division_code=VILLAGE)
    client = api_client_for(member("HEAD", scope_code=CODE, scope_kind="STATION"), COUNTY)
    assert client.get(f"/api/v1/households/{home.uuid}").json()["division_code"] == VILLAGE


@pytest.mark.parametrize("number", [1, 3])
def test_names_come_along_in_the_one_query(network, number, django_assert_num_queries):
    for _ in range(number):
        live_together(network["S001"], division_code=VILLAGE)
    add_lead(network["S001"], TODAY, division_code=VILLAGE)
    for rows in (Household.objects.all(), DiscoveryLead.objects.all()):
        with django_assert_num_queries(1):
            assert all(entry.village for entry in with_village(rows))
