"""Parties with resources, and resources linked: for whom, for what, seen by whom, with what end."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.community.domain import (
    edit_party,
    link_resource,
    register_party,
    reveal_party,
    settle_link,
)
from stations.community.models import ResourceLink
from tests.conftest import DAY as TODAY
from tests.fixtures.care import a_report, applies
from tests.fixtures.community import MAY, a_link, a_party
from tests.fixtures.records import a_case, file_person, need, visit

CODE = "510402-S001"
LATER = date(2026, 6, 4)
PARTY = {
    "name": "惠民超市",
    "kind": "MERCHANT",
    "since": MAY,
    "contact": "钱老板",
    "phone": "13900001234",
}
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


def test_a_party_is_kept_once_and_its_contact_is_read_for_a_reason(network, actor, visitor, done):
    head = actor("HEAD")
    party = register_party(actor=head, station=network["S001"], **PARTY)
    again = {"actor": head, "station": network["S001"], **PARTY}
    assert wrong_fields(register_party, **again) == ["name"]
    register_party(actor=actor("ROOM_STAFF"), station=network["R001"], **PARTY)

    page = visitor("HEAD", CODE).get(url("resource-parties-one", party.uuid)).content.decode()
    assert ("钱老板" in page, "13900001234" in page, "139******34" in page) == (False, False, True)
    others = visitor("TOWNSHIP", "510402001").get(url("resource-parties-one", party.uuid))
    assert "139******34" not in others.content.decode()
    shown = reveal_party(actor=head, entry=party, reason="联系送米")
    assert shown == {"contact": "钱老板", "phone": "13900001234"}
    assert Entry.objects.filter(action="resourceparty.reveal").get().after["reason"] == "联系送米"
    with pytest.raises(Forbidden):
        reveal_party(actor=actor("TOWNSHIP"), entry=party, reason="看看")


def test_a_party_corrected_keeps_what_is_not_given_anew(network, actor):
    head = actor("HEAD")
    party = register_party(actor=head, station=network["S001"], **PARTY)
    a_party(network["S001"], "爱心药房")
    with pytest.raises(Invalid):
        edit_party(actor=head, entry=party, name="爱心药房", kind="MERCHANT")
    edit_party(actor=head, entry=party, name="惠民商店", kind="ENTERPRISE", is_active=False)

    party.refresh_from_db()
    assert (party.name, party.phone, party.is_active) == ("惠民商店", "13900001234", False)
    with pytest.raises(Forbidden):
        edit_party(actor=actor("SUPERVISOR"), entry=party, name="甲", kind="MERCHANT")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "TIME"}, "kind"),
        ({"source": "FRIENDS"}, "source"),
        ({"source": "DEPARTMENT"}, "party"),
        ({"purpose": "FUN"}, "purpose"),
        ({"what": " "}, "what"),
        ({"linked_on": date(2026, 11, 21)}, "linked_on"),
    ],
)
def test_a_wrong_link_is_refused_by_its_field(network, actor, change, field):
    given = {"actor": actor("HEAD"), "station": network["S001"], **LINK}
    assert wrong_fields(link_resource, **(given | change)) == [field]


def test_what_a_link_serves_names_its_person(network, actor):
    head, person = actor("HEAD"), file_person(network["R001"])
    other = file_person(network["S001"])
    served = {
        "need": need(person, MAY),
        "case": a_case(person),
        "visit": visit(person, MAY),
        "application": applies(person),
    }
    for name, each in served.items():
        link = link_resource(actor=head, station=network["S001"], **LINK, **{name: each})
        assert (link.beneficiary, link.station) == (person, network["R001"])
        wrong = LINK | {name: each, "beneficiary": other}
        here = {"actor": head, "station": network["S001"]}
        assert wrong_fields(link_resource, **here, **wrong) == [name]
    far = file_person(network["S002"])
    with pytest.raises(Forbidden):
        link_resource(actor=head, station=network["S001"], **LINK, beneficiary=far)
    with pytest.raises(Forbidden):
        link_resource(actor=actor("BUREAU"), station=network["S001"], **LINK)


def test_a_need_nobody_has_taken_on_is_handed_over(network, actor, done):
    """N02: by the link itself; one taken on, closed or raised later stays as it is."""
    head, person = actor("HEAD"), file_person(network["S001"])
    raised, later = need(person, MAY), need(person, LATER)
    taken = need(person, MAY, matched_on=MAY, matched_to="县残联")
    party = a_party(network["S001"])
    given = LINK | {"source": "COMMUNITY", "party": party}
    for each in (raised, later, taken):
        link_resource(actor=head, station=network["S001"], **given, need=each)

    raised, later, taken = (type(raised).objects.get(pk=n.pk) for n in (raised, later, taken))
    assert (raised.matched_on, raised.matched_to) == (MAY, "惠民超市")
    assert (later.matched_on, taken.matched_to) == (None, "县残联")
    assert done().count("need.match") == 1


def test_what_became_of_it_is_told_in_one_step_or_two(network, actor, done):
    head, party = actor("HEAD"), a_party(network["S001"])
    given = LINK | {"source": "COMMUNITY", "party": party, "purpose": "WORK", "is_given": True}
    link = link_resource(actor=head, station=network["S001"], **given)
    assert (link.state, link.settled_on, link.outcome) == ("GIVEN", MAY, "")
    settle_link(
        actor=head, entry=link, state="GIVEN", on=LATER, outcome="JOB", persons_count=3,
        value=Decimal("900.50"), note="在枇杷园上工",
    )  # fmt: skip

    link.refresh_from_db()
    assert (link.outcome, link.persons_count, link.value) == ("JOB", 3, Decimal("900.50"))
    assert link.settled_received_at == clock.now()
    with pytest.raises(Conflict) as refused:
        settle_link(actor=head, entry=link, state="GIVEN", on=LATER, outcome="JOB")
    assert refused.value.code == "settled"
    gone = a_link(network["S001"])
    settle_link(actor=head, entry=gone, state="NOT_POSSIBLE", on=LATER, note="没有名额")
    with pytest.raises(Conflict):
        settle_link(actor=head, entry=gone, state="GIVEN", on=LATER)
    assert done() == ["resource_link.ask", *["resource_link.settle"] * 2]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"state": "ASKED"}, "state"),
        ({"on": date(2026, 5, 3)}, "on"),
        ({"on": date(2026, 11, 21)}, "on"),
        ({"outcome": "FAME"}, "outcome"),
        ({"state": "NOT_POSSIBLE", "outcome": "JOB"}, "outcome"),
        ({"persons_count": 2}, "persons_count"),
    ],
)
def test_a_wrong_end_is_refused_by_its_field(network, actor, change, field):
    link = a_link(network["S001"])
    values = {"state": "GIVEN", "on": LATER} | change
    assert wrong_fields(settle_link, actor=actor("HEAD"), entry=link, **values) == [field]


def test_given_is_not_taken_back(network, actor):
    link = a_link(network["S001"], state="GIVEN")
    values = {"state": "NOT_POSSIBLE", "on": LATER}
    assert wrong_fields(settle_link, actor=actor("HEAD"), entry=link, **values) == ["state"]


def test_the_table_keeps_reports_apart_from_files(network):
    report, person = a_report(network["S001"]), file_person(network["S001"])
    for values in (
        {"report": report, "beneficiary": person},
        {"source": "DEPARTMENT"},
        {"outcome": "JOB"},
        {"settled_on": MAY},
        {"value": -1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ResourceLink.objects.create(
                station=network["S001"], **({"beneficiary": None} | LINK | values)
            )
