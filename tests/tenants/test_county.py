"""Making a county: all or nothing, refused in words."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from kernel.access.models import Membership
from kernel.errors import Conflict, Invalid
from kernel.hooks import county_made
from kernel.tenancy import county_codes, county_context
from tenants.domain.county import add_county, remove_trial_county
from tenants.models import County
from tests.conftest import COUNTY_CODE


def schemas() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^c[0-9]{6}$' ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def test_command_makes_schema_host_and_state(counties, capsys):
    call_command("add_county", "510403", "--trial")

    county = County.objects.get(code="510403")
    assert (county.name, county.prefecture_code, county.state) == ("西区", "5104", "ACTIVE")
    assert county.is_trial
    assert capsys.readouterr().out == "510403 西区: 510403.localhost\n"
    assert "c510403" in schemas()
    assert Client(headers={"host": "510403.localhost"}).get("/healthz").status_code == 200
    with county_context("510403"):
        assert Membership.objects.count() == 0


@pytest.mark.parametrize("code", ["999999", "5104", "", "51040x", "510402001"])
def test_code_that_is_no_county_is_refused(counties, code):
    before = schemas()

    with pytest.raises(Invalid) as refused:
        add_county(code=code)

    assert (refused.value.errors[0].field, refused.value.errors[0].given) == ("code", code)
    assert schemas() == before


def test_county_is_made_once(counties):
    with pytest.raises(Conflict) as refused:
        add_county(code=COUNTY_CODE)

    assert refused.value.code == "exists"


def test_host_in_use_is_refused_by_name(counties):
    with pytest.raises(Invalid) as refused:
        add_county(code="510403", host="510402.localhost")

    assert refused.value.errors[0].field == "host"


def test_failing_hook_leaves_no_half_county(counties, monkeypatch):
    def fail(county):
        raise RuntimeError("hook")

    monkeypatch.setattr(county_made, "functions", [fail])

    with pytest.raises(RuntimeError):
        add_county(code="510403")

    assert "c510403" not in schemas()
    assert "510403" not in county_codes(state="PROVISIONING") + county_codes()


def test_production_takes_no_trial_county(counties, settings):
    settings.TRIAL_COUNTIES_ALLOWED = False

    with pytest.raises(Invalid) as refused:
        add_county(code="510403", is_trial=True)

    assert refused.value.errors[0].field == "is_trial"


def test_command_names_the_refusal(counties):
    with pytest.raises(CommandError, match="999999: "):
        call_command("add_county", "999999")


def test_trial_county_can_be_removed_and_a_real_one_cannot(counties):
    county = add_county(code="510403", is_trial=True)

    remove_trial_county(county=county)

    assert "c510403" not in schemas()
    with pytest.raises(Conflict):
        remove_trial_county(county=County.objects.get(code=COUNTY_CODE))


def test_the_header_names_the_prefecture_and_the_county(
    counties, county_client, django_assert_num_queries
):
    from kernel.tenancy.hosts import find_site, forget_sites

    forget_sites()
    page = county_client().get("/login/").content.decode()

    assert '<span class="gov-above">攀枝花市</span>东区</span>' in page
    with django_assert_num_queries(0):  # kept with the county's name
        assert find_site("510402.localhost").above == "攀枝花市"


def test_suspended_county_answers_403(counties, county_client):
    from kernel.tenancy.hosts import forget_sites

    County.objects.filter(code=COUNTY_CODE).update(state="SUSPENDED")
    forget_sites()

    answer = county_client().get("/api/v1/me")

    forget_sites()
    assert (answer.status_code, answer.json()["code"]) == (403, "county_suspended")


def test_schema_without_county_is_never_taken_over(counties):
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA c510403")

    with pytest.raises(Conflict) as refused:
        add_county(code="510403")

    assert refused.value.code == "schema_exists"
    assert not County.objects.filter(code="510403").exists()
