"""Risk and the level it sets, the care for children, strengths (G3222, X23, G3251, Z10)."""

from datetime import date

import pytest
from django.db import connection

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import (
    assess_guardianship,
    assess_risk,
    note_strength,
    set_visit_level,
)
from stations.casework.enums import Category, NeedKind
from stations.casework.models import (
    GuardianshipAssessment,
    RiskAssessment,
    Strength,
    VisitLevelSpan,
)
from stations.casework.standards import families, grouped_kinds, talents_for
from tests.conftest import DAY as TODAY
from tests.fixtures.records import agree, file_person, need, note_talent, set_level

EASY = {"health": "NONE", "mind": "NONE", "living": "NONE", "guard": "NONE"}
CARE = {
    "guardian_kind": "GRANDPARENT",
    "ability": "ABLE",
    "parents_away": "BOTH",
    "contact": "WEEKLY",
    "schooling": "AT_SCHOOL",
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def agreed(person):
    """With the consent to sensitive data that an assessment needs."""
    agree(person, kind="SENSITIVE_DATA")
    return person


@pytest.fixture
def person(network):
    return agreed(file_person(network["S001"]))


@pytest.mark.parametrize(
    ("answers", "score", "level"),
    [
        ({}, 0, 5),
        ({"health": "LIGHT", "living": "LIGHT"}, 2, 4),
        ({"health": "MARKED", "living": "MARKED"}, 5, 3),
        ({"health": "MARKED", "mind": "MARKED", "living": "MARKED"}, 8, 2),
        ({"health": "GRAVE", "mind": "MARKED", "living": "GRAVE"}, 12, 1),
        ({"guard": "GRAVE"}, 5, 2),  # grave in one respect asks for level 2 at least
        ({"living": "GRAVE"}, 4, 4),  # poverty alone does not
        ({"change_on": date(2026, 11, 19)}, 0, 1),
    ],
)
def test_the_answers_suggest_a_level_and_set_it(actor, person, answers, score, level, done):
    made = assess_risk(
        actor=actor("WORKER"), beneficiary=person, assessed_on=TODAY, **EASY | answers
    )

    span = VisitLevelSpan.objects.get()
    assert (made.score, made.suggested, made.level) == (score, level, level)
    assert (span.level, span.valid_from) == (level, TODAY)
    assert span.reason == f"评估得分{score}分"
    assert done() == ["risk.assess", "level.set"]


def test_another_level_needs_a_reason_that_stays_encrypted(actor, person):
    set_level(person, 5, date(2026, 1, 1))
    given = {"beneficiary": person, "assessed_on": TODAY, "level": 2, **EASY}
    assert field_of(assess_risk, actor("WORKER"), **given) == "reason"

    made = assess_risk(actor=actor("WORKER"), reason="曾自伤", **given)

    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, mind FROM casework_riskassessment")
        assert "曾自伤" not in str(cursor.fetchone())
    spans = [(span.level, span.reason) for span in VisitLevelSpan.objects.order_by("id")]
    assert (made.reason, spans[1]) == ("曾自伤", (2, "评估得分0分"))


def test_the_same_level_goes_on(actor, person):
    set_level(person, 5, date(2026, 1, 1))
    assess_risk(actor=actor("WORKER"), beneficiary=person, assessed_on=TODAY, **EASY)

    assert VisitLevelSpan.objects.get().valid_to is None


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("assessed_on", {"assessed_on": date(2026, 11, 21)}),
        ("change_on", {"change_on": date(2026, 11, 21)}),
        ("health", {"health": "FINE"}),
        ("guard", {"guard": ""}),
        ("level", {"level": 9, "reason": "别的"}),
        ("assessed_on", {"assessed_on": date(2026, 10, 1), "health": "GRAVE"}),
    ],
)
def test_a_wrong_assessment_is_named_and_changes_nothing(actor, person, field, given):
    set_level(person, 5, date(2026, 11, 1))
    values = {"assessed_on": TODAY, **EASY} | given

    assert field_of(assess_risk, actor("WORKER"), beneficiary=person, **values) == field
    assert RiskAssessment.objects.count() == 0
    assert VisitLevelSpan.objects.get().valid_to is None


@pytest.mark.parametrize(
    ("answers", "result", "again"),
    [
        ({}, "MIDDLE", date(2027, 2, 18)),
        ({"parents_away": "NEITHER", "guardian_kind": "PARENT"}, "LOW", date(2027, 5, 19)),
        ({"guardian_kind": "NOBODY"}, "HIGH", date(2026, 12, 20)),
        ({"ability": "UNABLE"}, "HIGH", date(2026, 12, 20)),
    ],
)
def test_the_care_for_a_child_comes_to_a_result(actor, person, answers, result, again):
    made = assess_guardianship(
        actor=actor("WORKER"), beneficiary=person, assessed_on=TODAY, **CARE | answers
    )

    assert (made.result, made.next_on) == (result, again)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("assessed_on", {"assessed_on": date(2026, 11, 21)}),
        ("ability", {"ability": "GOOD"}),
        ("contact", {"contact": ""}),
    ],
)
def test_a_wrong_assessment_of_care_is_named(actor, person, field, given):
    values = {"assessed_on": TODAY, **CARE} | given

    assert field_of(assess_guardianship, actor("WORKER"), beneficiary=person, **values) == field
    assert GuardianshipAssessment.objects.count() == 0


@pytest.mark.parametrize(("born", "let_in"), [("20081121", True), ("20081120", False)])
def test_the_care_is_assessed_until_eighteen(network, actor, born, let_in):
    child = agreed(file_person(network["S001"], id_number=f"510402{born}0011"))
    given = {"beneficiary": child, "assessed_on": TODAY, **CARE}
    if let_in:
        assert assess_guardianship(actor=actor("WORKER"), **given)
    else:
        assert field_of(assess_guardianship, actor("WORKER"), **given) == "person"


def test_a_strength_is_noted(actor, person):
    given = {"beneficiary": person, "noted_on": TODAY, "talent": "TEACHING"}
    note_strength(actor=actor("WORKER"), detail="教书法", would_help=True, **given)

    made = Strength.objects.get()
    assert (made.detail, made.would_help, made.station) == ("教书法", True, person.station)
    assert field_of(note_strength, actor("WORKER"), **given | {"talent": "LUCK"}) == "talent"
    future = {"noted_on": date(2026, 11, 21)}
    assert field_of(note_strength, actor("WORKER"), **given | future) == "noted_on"


def test_closed_files_are_not_assessed(network, actor):
    gone = file_person(network["S001"], closed_on=date(2026, 11, 1))
    for verb, given in (
        (assess_risk, {"assessed_on": TODAY, **EASY}),
        (assess_guardianship, {"assessed_on": TODAY, **CARE}),
        (note_strength, {"noted_on": TODAY, "talent": "ARTS"}),
    ):
        with pytest.raises(Conflict):
            verb(actor=actor("WORKER"), beneficiary=gone, **given)


@pytest.mark.parametrize("role", ["BUREAU", "ROOM_STAFF", "SUPERVISOR"])
def test_only_the_station_assesses(actor, person, role):
    with pytest.raises(Forbidden):
        assess_risk(actor=actor(role), beneficiary=person, assessed_on=TODAY, **EASY)


def test_an_earlier_assessment_stands_when_the_level_is_set_by_hand(actor, person):
    worker = actor("WORKER")
    assess_risk(actor=worker, beneficiary=person, assessed_on=date(2026, 11, 1), **EASY)
    set_visit_level(actor=worker, beneficiary=person, level=1, valid_from=TODAY, reason="突发重病")
    assert [span.level for span in VisitLevelSpan.objects.order_by("id")] == [5, 1]


def test_every_kind_of_person_stands_in_one_family():
    named = [value for _family, kinds in grouped_kinds() for value, _label in kinds]

    assert sorted(named) == sorted(Category.values)
    sizes = {row.clause: len(row.kinds) for row in families()}
    assert (sizes["C03"], sizes["X26"], sizes["X25"]) == (8, 4, 7)


def field_of(verb, actor, **given):
    with pytest.raises(Invalid) as refused:
        verb(actor=actor, **given)
    return refused.value.errors[0].field


def test_an_open_need_leads_to_those_who_agreed_to_help_with_it(network, visitor):
    """Z10: the pool of helpers for a kind of need, by the talents that data names."""
    station = network["S001"]
    for name, talent, agreed in (
        ("何乐师", "ARTS", True),
        ("方乐师", "ARTS", False),
        ("钱护士", "HEALTH", True),
    ):
        note_talent(file_person(station, name=name), talent=talent, would_help=agreed)
    wanted = need(file_person(station), TODAY, kind="CULTURE")
    assert all(talents_for(kind) for kind in NeedKind)
    head, page = visitor("HEAD", "510402-S001"), "/casework/510402-S001/"
    pool = f"{page}strengths/?for_need=CULTURE"

    assert pool in head.get(f"{page}needs/{wanted.uuid}/").content.decode()
    shown = head.get(pool).content.decode()
    assert [name in shown for name in ("何乐师", "方乐师", "钱护士")] == [True, False, False]


def test_a_room_is_not_sent_to_a_list_that_it_may_not_read(network, visitor):
    wanted = need(file_person(network["R001"]), TODAY, kind="CULTURE")
    room = visitor("ROOM_STAFF", "510402-R001")

    shown = room.get(f"/casework/510402-R001/needs/{wanted.uuid}/")

    assert shown.status_code == 200
    assert "strengths/" not in shown.content.decode()
