"""Files, the official roster, kinds and levels."""

from datetime import date

import pytest

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import (
    add_category,
    add_household,
    close_file,
    end_category,
    end_roster_entry,
    enter_roster,
    file_beneficiary,
    set_visit_level,
)
from stations.casework.models import Beneficiary, RosterEntry
from tests.conftest import DAY as TODAY
from tests.fixtures.records import agree

DAY = date(2023, 5, 4)
ID_NUMBER, OTHER_NUMBER = "510402199902300009", "510402199902300017"
VILLAGE = "510402001001"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def filed(actor, station, **given):
    return file_beneficiary(
        actor=actor,
        station=station,
        **({"division_code": VILLAGE, "name": "张桂兰", "filed_on": DAY} | given),
    )


def listed(actor, station, **given):
    base = {"division_code": VILLAGE, "category": "assistance.DIBAO", "valid_from": DAY}
    return enter_roster(actor=actor, station=station, **(base | {"name": "张桂兰"} | given))


def test_a_file_with_household_and_the_roster_it_answers(network, actor, done):
    worker = actor("WORKER")
    entries = [
        listed(worker, network["S001"], id_number=ID_NUMBER),
        listed(worker, network["S001"], id_number=ID_NUMBER, category="disability"),
        listed(worker, network["S001"], id_number=OTHER_NUMBER),
    ]
    household = add_household(
        actor=worker, station=network["S001"], division_code=VILLAGE, name="张家", filed_on=DAY
    )
    person = filed(worker, network["S001"], household=household, id_number=ID_NUMBER.lower())

    for entry in entries:
        entry.refresh_from_db()
    assert [entry.beneficiary for entry in entries] == [person, person, None]
    assert done() == [
        *(["roster.enter"] * 3),
        "household.add",
        "beneficiary.file",
        "roster.file",
        "roster.file",
    ]
    texts = [entry.object_text for entry in Entry.objects.all()]
    assert [text for text in texts if "张桂兰" in text] == []


def test_the_roster_finds_a_file_that_exists(network, actor):
    person = filed(actor("HEAD"), network["S001"], id_number=ID_NUMBER)

    assert listed(actor("HEAD"), network["S001"], id_number=ID_NUMBER).beneficiary == person
    assert listed(actor("HEAD"), network["S001"]).beneficiary is None


def test_a_person_has_one_file_in_the_county(network, actor):
    filed(actor("HEAD"), network["S001"], id_number=ID_NUMBER)
    with pytest.raises(Conflict) as refused:
        filed(actor("HEAD", "510402-S002"), network["S002"], id_number=ID_NUMBER)

    assert refused.value.code == "known_person"
    # Without a number nobody can tell: two files.
    filed(actor("HEAD"), network["S001"])
    filed(actor("HEAD"), network["S001"])
    assert Beneficiary.objects.count() == 3


def test_filing_anew_says_that_the_file_is_closed_and_its_code_to_who_may_see_it(network, actor):
    person = filed(actor("HEAD"), network["S001"], id_number=ID_NUMBER)
    close_file(actor=actor("HEAD"), beneficiary=person, on=TODAY, reason="MOVED")

    for code, tells in (("S001", True), ("S002", False)):
        with pytest.raises(Conflict) as refused:
            filed(actor("HEAD", f"510402-{code}"), network[code], id_number=ID_NUMBER)
        assert refused.value.code == "known_person"
        assert "档案已关闭" in refused.value.detail
        assert (person.file_code in refused.value.detail) is tells
        assert ID_NUMBER not in refused.value.detail


@pytest.mark.parametrize(
    "role", [*("BUREAU", "HUB_STAFF", "ROOM_STAFF", "TOWNSHIP", "SUPERVISOR", "AGENCY"), "AUDITOR"]
)
def test_other_roles_open_no_file(network, actor, role):
    with pytest.raises(Forbidden):
        filed(actor(role), network["R001"])
    with pytest.raises(Forbidden):
        listed(actor(role), network["R001"])


def test_wrong_values_are_named(network, actor):
    with pytest.raises(Invalid) as refused:
        filed(actor("HEAD"), network["S001"], name="", division_code="1" * 13)
    assert {error.field for error in refused.value.errors} == {"name", "division_code"}
    with pytest.raises(Invalid) as refused:
        filed(actor("HEAD"), network["S001"], id_number="51040219990230000")
    assert [(error.field, error.given) for error in refused.value.errors] == [("id_number", None)]
    assert Beneficiary.objects.count() == 0


def test_levels_follow_one_another(network, actor, done):
    person = filed(actor("HEAD"), network["S001"])
    given = {"actor": actor("WORKER"), "beneficiary": person}
    set_visit_level(level=3, valid_from=DAY, **given)
    for level, day, refusal in (
        (3, TODAY, Conflict),
        (2, DAY, Invalid),
        (6, TODAY, Invalid),
        (2, date(2026, 11, 21), Invalid),
    ):
        with pytest.raises(refusal):
            set_visit_level(level=level, valid_from=day, **given)
    set_visit_level(level=1, valid_from=date(2023, 9, 1), reason="独居且重病", **given)

    assert [(span.level, span.valid_from, span.valid_to) for span in person.levels.all()] == [
        (3, DAY, date(2023, 9, 1)),
        (1, date(2023, 9, 1), None),
    ]
    assert done() == ["beneficiary.file", "level.set", "level.end", "level.set"]
    with pytest.raises(Forbidden):
        set_visit_level(actor=actor("ROOM_STAFF"), beneficiary=person, level=2, valid_from=TODAY)


def test_kinds_and_roster_entries_end(network, actor):
    person = filed(actor("HEAD"), network["S001"])
    kind = {"actor": actor("HEAD"), "beneficiary": person, "category": "illness"}
    entry = add_category(valid_from=DAY, **kind)
    with pytest.raises(Conflict):
        add_category(valid_from=DAY, **kind)
    end_category(actor=actor("HEAD"), entry=entry, on=TODAY)
    add_category(valid_from=TODAY, **kind)
    listing = listed(actor("HEAD"), network["S001"])
    end_roster_entry(actor=actor("HEAD"), entry=listing, on=TODAY)

    assert RosterEntry.objects.get().valid_to == TODAY
    with pytest.raises(Conflict):
        end_roster_entry(actor=actor("HEAD"), entry=listing, on=TODAY)


def test_the_kind_of_disabled_persons_says_which_disability(network, actor):
    """G3243: as the certificate says, encrypted; of no other kind."""
    kind = {"actor": actor("WORKER"), "beneficiary": filed(actor("HEAD"), network["S001"])}
    agree(kind["beneficiary"], kind="SENSITIVE_DATA")
    named = {"disability_kind": "LIMBS", "disability_grade": "2", "valid_from": DAY}
    entry = add_category(category="disability", **kind, **named)
    assert (entry.get_disability_kind_display(), entry.get_disability_grade_display()) == (
        "肢体残疾",
        "二级",
    )
    for wrong in ({"category": "illness"}, {"category": "disability", "disability_grade": "5"}):
        with pytest.raises((Invalid, Conflict)):
            add_category(**kind, **named | wrong)
