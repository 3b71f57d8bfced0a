"""Host names of counties: their form, whose they are, changing one."""

import pytest
from django.test import Client

from kernel.access.actor import Actor
from kernel.errors import Conflict, Forbidden, Invalid
from tenants.domain.county import add_county
from tenants.domain.host import change_host, check_host
from tenants.models import County, CountyEvent, Domain
from tests.conftest import COUNTY_CODE, OTHER_CODE

SYSTEM = Actor.system(None)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "-a.localhost",
        "a-.localhost",
        "a_b.localhost",
        "a..localhost",
        "东区.localhost",
        "a b.localhost",
        "a.localhost.",
        "10.0.0.1",
        f"{'a' * 64}.localhost",
        ".".join(["a" * 60] * 5) + ".localhost",
    ],
)
def test_what_is_no_host_name_is_refused(counties, host):
    with pytest.raises(Invalid) as refused:
        check_host(host)

    (error,) = refused.value.errors
    assert (error.field, error.given, error.allowed) == ("host", host, "RFC 1123")


@pytest.mark.parametrize("host", ["localhost", "ops.localhost", "OPS.localhost"])
def test_the_provinces_and_the_operators_host_are_refused(counties, host):
    with pytest.raises(Invalid, match="运维"):
        check_host(host)


def test_a_name_the_installation_does_not_answer_to_is_refused(counties, settings):
    settings.ALLOWED_HOSTS = [".example.org"]

    assert check_host("Dongqu.Example.org") == "dongqu.example.org"
    with pytest.raises(Invalid) as refused:
        check_host("dongqu.example.com")
    assert refused.value.errors[0].allowed == [".example.org"]


def test_a_host_in_use_is_refused_but_for_its_own_county(counties):
    assert check_host("510402.LOCALHOST", county_code=COUNTY_CODE) == "510402.localhost"
    with pytest.raises(Invalid) as refused:
        check_host("510402.localhost", county_code=OTHER_CODE)
    assert refused.value.errors[0].given == "510402.localhost"


def test_the_new_host_answers_and_the_old_one_is_free(counties, django_capture_on_commit_callbacks):
    county = County.objects.get(code=COUNTY_CODE)
    with django_capture_on_commit_callbacks(execute=True):
        change_host(county=county, host="dongqu.localhost", actor=SYSTEM, reason="wish")

    assert Domain.objects.get(tenant=county).domain == "dongqu.localhost"
    statuses = [
        Client(headers={"host": host}).get("/healthz").status_code
        for host in ("dongqu.localhost", "510402.localhost")
    ]
    assert statuses == [200, 404]
    event = CountyEvent.objects.filter(county_code=COUNTY_CODE).last()
    assert (event.from_state, event.to_state) == ("ACTIVE", "ACTIVE")
    assert event.reason == "510402.localhost → dongqu.localhost wish"
    assert add_county(code="510403", host="510402.localhost").state == "ACTIVE"


def test_an_equal_host_is_no_change(counties):
    before = CountyEvent.objects.count()

    change_host(county=County.objects.get(code=COUNTY_CODE), host="510402.localhost", actor=SYSTEM)

    assert CountyEvent.objects.count() == before


def test_only_operators_change_hosts(counties):
    outsider = Actor(SYSTEM.user_uuid, "x", None, ())

    with pytest.raises(Forbidden):
        change_host(county=County.objects.get(code=COUNTY_CODE), host="a.localhost", actor=outsider)


def test_an_erased_county_has_no_host_to_change(counties):
    County.objects.filter(code=COUNTY_CODE).update(state="ERASED")

    with pytest.raises(Conflict):
        change_host(county=County.objects.get(code=COUNTY_CODE), host="a.localhost", actor=SYSTEM)
