"""The terms of entrusted processing: read, accepted by the bureau, named in the archive (X09)."""

import pytest

from kernel.access.queries import actor_of
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden
from kernel.tenancy import county_context
from tenants.archive.export import describe
from tenants.domain.terms import accept_terms
from tenants.models import County
from tenants.terms import current_terms
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY


@pytest.fixture
def this_county(county):
    return County.objects.get(code=COUNTY)


def test_the_bureau_accepts_each_version_once(this_county, member, monkeypatch):
    bureau = actor_of(member("BUREAU"))
    entry = accept_terms(actor=bureau, county=this_county)
    terms = current_terms()

    assert (entry.actor_name, entry.after) == (
        bureau.name,
        {"version": terms.version, "digest": terms.digest},
    )
    with pytest.raises(Conflict) as refused:
        accept_terms(actor=bureau, county=this_county)
    assert refused.value.code == "accepted"
    newer = type(terms)("2027-1", terms.in_force_from, terms.title, terms.articles, "f" * 64)
    for place in ("domain", "queries"):
        monkeypatch.setattr(f"tenants.{place}.terms.current_terms", lambda: newer)
    accept_terms(actor=bureau, county=this_county)
    named = describe(this_county)["county"]["terms"]
    assert (named["version"], named["digest"]) == ("2027-1", "f" * 64)


@pytest.mark.parametrize("role", ["AUDITOR", "HUB_STAFF", "PURCHASER"])
def test_nobody_else_accepts(this_county, member, role):
    with pytest.raises(Forbidden):
        accept_terms(actor=actor_of(member(role)), county=this_county)


def test_on_the_page_and_over_the_api(this_county, member, county_client):
    assert describe(this_county)["county"]["terms"] is None
    user = member("BUREAU")
    browser = county_client(user)
    page = browser.get("/terms/").content.decode()
    assert all(said in page for said in ("尚未确认", "返还与删除", current_terms().digest))
    assert browser.post("/terms/").status_code == 302
    page = browser.get("/terms/").content.decode()
    assert user.display_name in page
    assert "现行有效" in page
    assert 'type="submit">代表本县（区）确认' not in page
    client = api_client_for(user, COUNTY)
    again = client.post("/api/v1/entrustment-terms")
    read = client.get("/api/v1/entrustment-terms").json()
    assert (again.status_code, again.json()["code"]) == (409, "accepted")
    assert read["accepted"]["accepted_by"] == user.display_name
    with county_context(COUNTY):
        assert Entry.objects.filter(action="terms.accept").count() == 1


def test_it_waits_on_the_desk_of_the_bureau_until_accepted(this_county, member, county_client):
    user, title = member("BUREAU"), current_terms().title
    browser = county_client(user)
    assert title in browser.get("/").content.decode()
    assert title not in county_client(member("AUDITOR")).get("/").content.decode()

    browser.post("/terms/")

    assert title not in browser.get("/").content.decode()
