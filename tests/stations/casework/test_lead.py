"""Leads: told by whoever hears, verified, then filed or dismissed (N02)."""

from datetime import date

import pytest

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import dismiss_lead, file_lead, tell_lead, verify_lead
from stations.casework.models import Beneficiary, DiscoveryLead
from stations.casework.sections import suggested_kinds
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.records import file_person

VILLAGE = "510402001001"
TOLD = {
    "division_code": VILLAGE,
    "told_on": date(2026, 11, 2),
    "source": "NEIGHBOUR",
    "urgency": "SOON",
    "situation": "老人独居，三天未出门",
    "name": "周桂花",
    "whereabouts": "大桥头三号",
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def lead(network, actor):
    return tell_lead(actor=actor("ROOM_STAFF"), station=network["R001"], **TOLD)


@pytest.fixture
def verified(lead, actor):
    return verify_lead(
        actor=actor("WORKER"), lead=lead, on=date(2026, 11, 4), findings="缺药，无人照料"
    )


def test_a_room_tells_and_the_station_files(network, done, verified, actor):
    filed = file_lead(actor=actor("HEAD"), lead=verified, on=date(2026, 11, 5))

    person = Beneficiary.objects.get()
    assert (filed.state, filed.beneficiary, filed.decided_on) == (
        "FILED",
        person,
        date(2026, 11, 5),
    )
    assert (person.name, person.address, person.station.code) == (
        "周桂花",
        "大桥头三号",
        "510402-R001",
    )
    assert done() == [
        "lead.tell",
        "lead.verify",
        "household.add",
        "beneficiary.file",
        "lead.file",
    ]


def test_a_lead_about_somebody_on_file_is_linked(network, verified, actor):
    known = file_person(network["S001"], name="周桂花")

    filed = file_lead(actor=actor("HEAD"), lead=verified, on=TODAY, beneficiary=known)

    assert (filed.beneficiary, Beneficiary.objects.count()) == (known, 1)


def test_anothers_person_is_not_linked(network, verified, actor):
    stranger = file_person(network["S002"])

    with pytest.raises(Forbidden):
        file_lead(actor=actor("HEAD"), lead=verified, on=TODAY, beneficiary=stranger)
    verified.refresh_from_db()
    assert verified.state == "VERIFIED"


def test_no_file_without_a_name(network, actor):
    nameless = tell_lead(actor=actor("ROOM_STAFF"), station=network["R001"], **TOLD | {"name": " "})
    seen = verify_lead(actor=actor("WORKER"), lead=nameless, on=TODAY, findings="属实")

    assert field_of(file_lead, actor("HEAD"), lead=seen, on=TODAY) == "name"
    assert file_lead(actor=actor("HEAD"), lead=seen, on=TODAY, name="吴某").state == "FILED"


def test_a_dismissed_lead_keeps_its_reason(lead, actor):
    dismissed = dismiss_lead(actor=actor("WORKER"), lead=lead, on=TODAY, reason="UNTRUE")

    assert (dismissed.state, dismissed.dismissed_reason) == ("DISMISSED", "UNTRUE")


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("told_on", {"told_on": date(2026, 11, 21)}),
        ("source", {"source": "STARS"}),
        ("urgency", {"urgency": "NOW"}),
        ("situation", {"situation": "  "}),
    ],
)
def test_a_wrong_lead_is_named(network, actor, field, given):
    assert field_of(tell_lead, actor("WORKER"), station=network["S001"], **TOLD | given) == field
    assert DiscoveryLead.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("on", {"on": date(2026, 11, 1), "findings": "属实"}),
        ("on", {"on": date(2026, 11, 21), "findings": "属实"}),
        ("findings", {"on": TODAY, "findings": " "}),
    ],
)
def test_a_wrong_verification_is_named(lead, actor, field, given):
    assert field_of(verify_lead, actor("WORKER"), lead=lead, **given) == field


def test_a_dismissal_names_one_of_the_reasons_and_a_day_after_the_step_before(verified, actor):
    head = actor("HEAD")
    assert field_of(dismiss_lead, head, lead=verified, on=TODAY, reason="MOOD") == "reason"
    early = date(2026, 11, 3)
    assert field_of(dismiss_lead, head, lead=verified, on=early, reason="UNTRUE") == "on"


def test_no_step_is_left_out_or_done_twice(lead, verified, actor):
    head = actor("HEAD")
    with pytest.raises(Conflict):
        verify_lead(actor=head, lead=lead, on=TODAY, findings="再看")
    file_lead(actor=head, lead=lead, on=TODAY)
    for again in (
        lambda: file_lead(actor=head, lead=lead, on=TODAY),
        lambda: dismiss_lead(actor=head, lead=lead, on=TODAY, reason="UNTRUE"),
    ):
        with pytest.raises(Conflict):
            again()


def test_an_unverified_lead_is_not_filed(lead, actor):
    with pytest.raises(Conflict) as refused:
        file_lead(actor=actor("HEAD"), lead=lead, on=TODAY)
    assert refused.value.errors[0].allowed == ["VERIFIED"]


def test_a_withdrawn_lead_goes_nowhere(lead, actor):
    withdraw(actor=actor("ROOM_STAFF"), entry=lead, reason="写错村")
    with pytest.raises(Conflict):
        verify_lead(actor=actor("HEAD"), lead=lead, on=TODAY, findings="属实")


def test_rooms_tell_and_do_not_decide(lead, actor):
    room = actor("ROOM_STAFF")
    with pytest.raises(Forbidden):
        verify_lead(actor=room, lead=lead, on=TODAY, findings="属实")
    with pytest.raises(Forbidden):
        dismiss_lead(actor=room, lead=lead, on=TODAY, reason="UNTRUE")


@pytest.mark.parametrize("role", ["BUREAU", "HUB_STAFF", "TOWNSHIP", "SUPERVISOR", "AGENCY"])
def test_others_tell_no_leads(network, actor, role):
    with pytest.raises(Forbidden):
        tell_lead(actor=actor(role), station=network["S001"], **TOLD)


def field_of(verb, actor, **given):
    with pytest.raises(Invalid) as refused:
        verb(actor=actor, **given)
    return refused.value.errors[0].field


def test_a_screening_of_body_property_and_housing_suggests_kinds(lead, actor):
    """G3212: section by section, encrypted, for the station and not for who reads masked."""
    seen = {
        "found_by": "NEIGHBOURS",
        "body": ["ILL", "DISABLED"],
        "property": ["BELOW"],
        "housing": ["DANGEROUS", "ALONE"],
        "other_state": "子女多年未归",
    }
    found = {"on": date(2026, 11, 4), "findings": "缺药"}
    for wrong in ({"body": ["RICH"]}, {"found_by": ["NEIGHBOURS"]}, {"income": "0"}):
        with pytest.raises(Invalid) as refused:
            verify_lead(actor=actor("WORKER"), lead=lead, screening=seen | wrong, **found)
        assert refused.value.errors[0].field in wrong

    verified = verify_lead(actor=actor("WORKER"), lead=lead, screening=seen, **found)

    assert "居住条件：危房或漏雨、独自居住" in verified.answers
    assert suggested_kinds("SCREENING", verified.screening) == [
        "illness",
        "disability",
        "assistance.DIBAO",
        "assistance.HOUSING",
        "elder.ALONE",
    ]


def test_the_screening_is_entered_with_the_verification_and_read_by_the_station(lead, visitor):
    page = f"/casework/510402-S001/leads/{lead.uuid}/"
    head = visitor("HEAD", "510402-S001")
    sent = {"on": "2026-11-04", "findings": "缺药", "housing": ["DANGEROUS"], "body": []}
    assert head.post(f"{page}verify/", sent).status_code == 302

    assert "危房或漏雨" in head.get(page).content.decode()
    assert "住房救助" in head.get(page).content.decode()
    assert "危房或漏雨" not in visitor("BUREAU").get(page).content.decode()
