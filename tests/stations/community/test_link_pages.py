"""Resources linked, from which pages, and seen by whom."""

import json
from datetime import date

import pytest
from django.urls import reverse

from kernel.errors import Forbidden, Invalid
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.community.domain import link_resource
from stations.community.models import ResourceLink, ResourceParty
from stations.network.queries.figures import figures
from tests.conftest import DAY as TODAY
from tests.fixtures.care import a_report, applies, name_officer
from tests.fixtures.clients import api_client_for
from tests.fixtures.community import MAY, a_link, a_party
from tests.fixtures.counties import COUNTY
from tests.fixtures.custody import file_child
from tests.fixtures.records import a_case, file_person, need, visit

CODE = "510402-S001"
LINK = {
    "kind": "MATERIAL",
    "source": "NEIGHBOURS",
    "purpose": "LIVING",
    "what": "米面各一袋",
    "linked_on": MAY,
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def url(noun, *args):
    return reverse(f"community:{noun}", args=[CODE, *args], urlconf="config.urls_county")


def wrong_fields(do, **values):
    with pytest.raises(Invalid) as refused:
        do(**values)
    return [error.field for error in refused.value.errors]


def test_a_call_links_for_a_case(network, member):
    case = a_case(file_person(network["S001"]))
    body = json.dumps({**LINK, "linked_on": "2026-05-04", "station": CODE, "case": str(case.uuid)})
    client = api_client_for(member("WORKER", scope_code=CODE), COUNTY)
    answer = client.post("/api/v1/resource-links", body, content_type="application/json")
    enter_county(COUNTY)

    assert answer.status_code == 201, answer.content
    assert (answer.json()["what"], answer.json()["state"]) == ("米面各一袋", "ASKED")
    assert ResourceLink.objects.get().beneficiary == case.beneficiary


def test_a_link_for_a_report_exists_for_the_reports_readers_only(network, actor, visitor, done):
    """X13: neither in the list nor in the form of whoever may not read the report."""
    sender, other, bureau = actor("ROOM_STAFF"), actor("WORKER"), actor("BUREAU")
    report = a_report(network["R001"], by=sender.user_uuid)
    asked = LINK | {"purpose": "SHELTER", "report": report}
    link = link_resource(actor=sender, station=network["R001"], **asked)
    person = file_person(network["R001"])
    for change, field in (
        ({"purpose": "WORK"}, "purpose"),
        ({"beneficiary": person}, "beneficiary"),
    ):
        given = {"actor": sender, "station": network["R001"], **asked}
        assert wrong_fields(link_resource, **(given | change)) == [field]
    with pytest.raises(Forbidden):
        link_resource(actor=other, station=network["R001"], **asked)

    rows = ResourceLink.objects.filter(pk=link.pk)
    assert [rows.restrict(each, "view").exists() for each in (sender, actor("HEAD"))] == [True] * 2
    assert not any(rows.restrict(each, "view").exists() for each in (other, bureau))
    name_officer(bureau.user_uuid)
    assert rows.restrict(bureau, "view").exists()
    assert not rows.restrict(bureau, "edit").exists()

    before = done().count("protection.read")
    head, worker = visitor("HEAD", CODE), visitor("WORKER", CODE)
    assert head.get(url("resource-links-one", link.uuid)).status_code == 200
    assert done().count("protection.read") == before + 1
    assert worker.get(url("resource-links-one", link.uuid)).status_code == 404
    form = {**LINK, "purpose": "SHELTER", "report": str(report.uuid)}
    assert worker.post(url("resource-links-new"), form).status_code == 422
    assert head.post(url("resource-links-new"), form).status_code == 302


def test_a_childs_links_are_for_the_head_and_names_are_masked_for_the_bureau(network, actor):
    child = a_link(network["S001"], file_child(network["S001"]))
    adult = a_link(network["S001"], file_person(network["S001"], name="曾大山"))
    reached = {
        role: set(ResourceLink.objects.restrict(actor(role), "view"))
        for role in ("HEAD", "WORKER", "BUREAU", "TOWNSHIP", "SUPERVISOR")
    }
    assert reached == {
        "HEAD": {child, adult},
        "WORKER": {adult},
        "BUREAU": {adult},
        "TOWNSHIP": set(),
        "SUPERVISOR": set(),
    }


def test_a_persons_page_lists_what_was_linked_for_the_person(network, visitor):
    person, other = (file_person(network["S001"]) for _ in range(2))
    party = a_party(network["S001"])
    mine = a_link(network["S001"], person, party=party, what="轮椅一辆")
    a_link(network["S001"], person, what="误记", withdrawn_at=clock.now())
    a_link(network["S001"], other, what="助听器一副")
    page = reverse("casework:person", args=[CODE, person.uuid], urlconf="config.urls_county")

    read = {role: visitor(role, CODE).get(page).content.decode() for role in ("WORKER", "BUREAU")}

    assert all(url("resource-links-one", mine.uuid) in text for text in read.values())
    assert all(party.name in text for text in read.values())
    assert ["轮椅一辆" in text for text in read.values()] == [True, False]
    assert not any(told in text for told in ("误记", "助听器一副") for text in read.values())


def test_pages_lead_to_a_link_with_the_person_chosen(network, visitor):
    """Z14, C84, G3213: from the file, its visits, a case, a need, an application, a report."""
    head, person = visitor("HEAD", CODE), file_person(network["S001"])
    seen, case = visit(person, MAY), a_case(person)
    application, asked = applies(person), need(person, MAY)
    report = a_report(network["S001"])
    new = url("resource-links-new")
    for page, query in (
        (f"persons/{person.uuid}", f"beneficiary={person.uuid}"),
        (f"persons/{person.uuid}", f"visit={seen.uuid}&amp;beneficiary={person.uuid}"),
        (f"cases/{case.uuid}", f"case={case.uuid}&amp;beneficiary={person.uuid}"),
        (f"needs/{asked.uuid}", f"need={asked.uuid}&amp;beneficiary={person.uuid}"),
        (
            f"benefit-applications/{application.uuid}",
            f"application={application.uuid}&amp;beneficiary={person.uuid}",
        ),
        (f"protection-reports/{report.uuid}", f"report={report.uuid}"),
    ):
        text = head.get(f"/casework/{CODE}/{page}/").content.decode()
        assert f"{new}?{query}" in text, page

    room = visitor("ROOM_STAFF", "510402-R001")
    met = visit(file_person(network["R001"]), MAY)
    assert f"?visit={met.uuid}&amp;" in room.get("/casework/510402-R001/visits/").content.decode()

    form = head.get(f"{new}?visit={seen.uuid}&beneficiary={person.uuid}").content.decode()
    assert f'name="visit" value="{seen.uuid}"' in form
    assert f'<option value="{person.uuid}" selected>' in form
    sent = head.post(new, LINK | {"visit": str(seen.uuid), "beneficiary": str(person.uuid)})
    link = ResourceLink.objects.get()
    assert (link.visit, link.beneficiary) == (seen, person)
    shown = head.get(sent.headers["Location"]).content.decode()
    assert f"/casework/{CODE}/persons/{person.uuid}/" in shown
    assert "米面各一袋" in shown


def test_figures_count_what_was_given_and_who_found_work(network):
    place = network["S001"]
    a_link(place)
    a_link(place, state="NOT_POSSIBLE")
    a_link(network["R001"], state="GIVEN", outcome="JOB", persons_count=3)
    a_link(place, state="GIVEN", outcome="BUSINESS", persons_count=1)
    a_link(place, state="GIVEN", outcome="SERVED", persons_count=9)
    a_link(place, on=date(2025, 5, 4), state="GIVEN")
    found = {figure.key: (figure.value, figure.unit) for figure in figures(place, 2026)}

    assert (found["resource_links"], found["employed"]) == ((3, "LINK"), (4, "PERSON"))


def test_a_party_that_is_given_up_is_no_longer_offered(network, visitor):
    a_party(network["S001"], "爱心药房")
    a_party(network["S001"], "旧日商店", is_active=False)
    page = visitor("HEAD", CODE).get(url("resource-links-new")).content.decode()

    assert ("爱心药房" in page, "旧日商店" in page) == (True, False)
    assert ResourceParty.objects.count() == 2


def test_who_found_work_by_two_links_is_one_person(network):
    """Persons, not times: the file tells who it was; of others only the number is known."""
    place = network["S001"]
    given = {"state": "GIVEN", "outcome": "JOB"}
    worker, other = file_person(place), file_person(place)
    a_link(place, worker, persons_count=1, **given)
    a_link(place, worker, persons_count=1, **given | {"outcome": "BUSINESS"})
    a_link(place, worker, persons_count=3, **given)  # and two more
    a_link(place, other, persons_count=1, **given)
    a_link(place, persons_count=2, **given)
    found = {figure.key: figure.value for figure in figures(place, 2026)}

    assert (found["resource_links"], found["employed"]) == (5, 6)
