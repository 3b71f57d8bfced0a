"""Days that cannot be: before a person was born, after the file was closed, before what was
written, or in a year that is a slip of the pen; and acts on who was erased."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from xlsxwriter import Workbook

from kernel.errors import Conflict, Invalid
from kernel.workdays import clock
from stations.casework import domain
from stations.casework.data_file import read_data
from stations.casework.domain.erase import holds_of
from stations.casework.models import Beneficiary, Visit
from stations.casework.roster_sheet import read_roster_sheet
from tests.conftest import DAY as TODAY
from tests.fixtures.care import a_homeless_aid, a_plan
from tests.fixtures.custody import a_disposal, a_volume
from tests.fixtures.records import (
    LONG_AGO,
    a_case,
    add_lead,
    agree,
    apply_to,
    file_person,
    live_together,
    noon,
    visit,
    write,
)

BORN = date(2015, 5, 4)
BEFORE = date(2014, 12, 31)
# Of somebody born on 1990-03-07.
NUMBER = "11010119900307002X"
FAR = date(9999, 12, 31)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    return file_person(network["S001"], born_on=BORN)


def fields_of(do, **values):
    """The fields that an act names when it refuses, and what it says of them."""
    with pytest.raises(Invalid) as refused:
        do(**values)
    assert str(BORN) not in refused.value.detail  # the day of birth is personal
    assert str(BORN) not in str(refused.value.errors)
    return [error.field for error in refused.value.errors]


BEFORE_BIRTH = {
    "visit": ("held_at", lambda on: {"held_at": noon(on), "result": "MET"}, "record_visit"),
    "need": (
        "raised_on",
        lambda on: {"kind": "MATERIAL", "summary": "缺米", "raised_on": on},
        "raise_need",
    ),
    "kind": (
        "valid_from",
        lambda on: {"category": "assistance.DIBAO", "valid_from": on},
        "add_category",
    ),
    "level": ("valid_from", lambda on: {"level": 3, "valid_from": on}, "set_visit_level"),
    "consent": (
        "valid_from",
        lambda on: {
            "kind": "SERVICE",
            "given_by": "GUARDIAN",
            "guardian_name": "李建国",
            "guardian_relation": "父",
            "valid_from": on,
        },
        "give_consent",
    ),
    "case": (
        "opened_on",
        lambda on: {"title": "厌学", "problem": "SCHOOL", "opened_on": on},
        "open_case",
    ),
    "enrolment": ("applied_on", lambda on: {"applied_on": on, "wish": "陪伴"}, "apply_for_service"),
    "benefit": ("helped_on", lambda on: {"policy": "DIBAO", "helped_on": on}, "help_apply"),
    "wish": (
        "voiced_on",
        lambda on: {"kind": "OTHER", "wish": "看海", "voiced_on": on},
        "voice_wish",
    ),
    "strength": ("noted_on", lambda on: {"talent": "ARTS", "noted_on": on}, "note_strength"),
    "carer": (
        "valid_from",
        lambda on: {"name": "李四", "relation": "OTHER", "valid_from": on},
        "link_carer",
    ),
}


@pytest.mark.parametrize("what", BEFORE_BIRTH)
def test_nothing_happens_to_who_is_not_born(person, actor, what):
    field, values, act = BEFORE_BIRTH[what]

    named = fields_of(
        getattr(domain, act), actor=actor("HEAD"), beneficiary=person, **values(BEFORE)
    )
    assert named == [field]


def test_nobody_is_filed_before_birth(network, actor):
    values = {"name": "李小明", "division_code": "510402001001", "station": network["S001"]}
    for told in ({"born_on": BORN}, {"id_number": NUMBER}):
        day = BEFORE if "born_on" in told else date(1990, 3, 6)
        named = fields_of(
            domain.file_beneficiary, actor=actor("HEAD"), filed_on=day, **values, **told
        )
        assert named == ["filed_on"]
    assert not Beneficiary.objects.exists()


def test_a_day_of_birth_is_not_corrected_to_after_the_filing(network, actor):
    person = file_person(network["S001"], on=date(2020, 1, 8))
    same = {"name": person.name, "division_code": person.division_code}
    given = {"actor": actor("HEAD"), "beneficiary": person, **same}

    assert fields_of(domain.edit_file, born_on=date(2020, 1, 9), **given) == ["born_on"]
    later = file_person(network["S001"], on=date(1990, 3, 6))
    agree(later, date(2022, 5, 4), kind="SENSITIVE_DATA")
    named = fields_of(domain.edit_file, id_number=NUMBER, **{**given, "beneficiary": later})
    assert named == ["id_number"]


def test_an_adult_known_by_the_day_of_birth_alone_is_no_child(network, actor):
    adult = file_person(network["S001"], born_on=date(1990, 3, 7))
    agree(adult, kind="SENSITIVE_DATA")
    named = fields_of(
        domain.assess_guardianship,
        actor=actor("HEAD"),
        beneficiary=adult,
        assessed_on=TODAY,
        guardian_kind="PARENTS",
        ability="GOOD",
        parents_away="NONE",
        contact="DAILY",
        schooling="AT_SCHOOL",
    )
    assert named == ["person"]


def test_an_id_number_is_kept_as_it_is_read(network, actor):
    person = domain.file_beneficiary(
        actor=actor("HEAD"),
        station=network["S001"],
        name="李秀英",
        division_code="510402001001",
        filed_on=TODAY,
        id_number="１１０１０１ 19900307 002x",
    )
    person.refresh_from_db()
    assert person.id_number == NUMBER


def test_nobody_is_referred_or_agrees_after_the_file_was_closed(network, actor):
    closed = TODAY - timedelta(days=10)
    person = file_person(network["S001"], closed_on=closed, closed_reason="DECEASED")
    consent = agree(person, kind="SHARING")
    given = {"actor": actor("HEAD"), "beneficiary": person}
    referral = {"receiver": "市社会救助站", "reason": "无住处", "consent": consent}

    named = fields_of(domain.refer_person, referred_on=TODAY, **given, **referral)
    assert named == ["referred_on"]
    assert domain.refer_person(referred_on=closed, **given, **referral).referred_on == closed
    own = {"kind": "SERVICE", "given_by": "SELF", "guardian_needed": False}
    assert fields_of(domain.give_consent, valid_from=TODAY, **given, **own) == ["valid_from"]


def closes(case, actor, on):
    return domain.withdraw_case(actor=actor("HEAD"), case=case, reason="不愿继续", on=on)


def test_a_case_does_not_end_before_what_was_written_about_it(network, actor):
    case = a_case(file_person(network["S001"]), date(2023, 5, 4))
    write(case, "INTAKE_FORM", date(2023, 5, 20))

    with pytest.raises(Invalid) as refused:
        closes(case, actor, date(2023, 5, 19))
    (wrong,) = refused.value.errors
    assert (wrong.field, wrong.allowed) == ("on", ">= 2023-05-20")
    assert closes(case, actor, date(2023, 5, 20)).closed_on == date(2023, 5, 20)


def test_a_case_opened_again_does_not_end_before_it_was_closed(network, actor):
    case = closes(a_case(file_person(network["S001"]), date(2023, 5, 4)), actor, date(2023, 6, 1))
    again = domain.reopen_case(actor=actor("HEAD"), case=case, reason="又来求助")

    assert fields_of(closes, case=again, actor=actor, on=date(2023, 5, 31)) == ["on"]
    assert closes(again, actor, date(2023, 6, 1)).round == 2


def test_what_is_planned_lies_within_some_years(network, actor):
    head, person = actor("HEAD"), file_person(network["S001"])
    case = closes(a_case(file_person(network["S001"])), actor, TODAY)
    plan, own = a_plan(file_person(network["S001"])), {"actor": head, "beneficiary": person}
    texts = {"goals": "独立生活", "strategy": "每周一次", "contingency": "联系家属"}
    check = {"kind": "FOSTER", "verdict": "SUITABLE", "findings": "好", "checked_on": TODAY}

    for day in (FAR, date(2062, 3, 1)):
        assert fields_of(domain.plan_visit, planned_on=day, **own) == ["planned_on"]
        follow_up = {"actor": head, "case": case, "due_on": day}
        assert fields_of(domain.plan_follow_up, **follow_up) == ["due_on"]
        due = {"review_due_on": day}
        begun = own | texts | due | {"begun_on": TODAY}
        assert fields_of(domain.begin_plan, **begun) == ["review_due_on"]
        review = {"actor": head, "plan": plan, "on": TODAY, "note": "进展顺利"} | due
        assert fields_of(domain.review_plan, **review) == ["review_due_on"]
        assert fields_of(domain.record_care_check, next_on=day, **own, **check) == ["next_on"]
    assert not Visit.objects.exists()


def test_what_is_agreed_or_kept_ends_some_day(network, actor):
    own = {"actor": actor("HEAD"), "beneficiary": file_person(network["S001"])}
    consent = {"kind": "SERVICE", "given_by": "SELF", "guardian_needed": False}
    given = own | consent | {"valid_from": TODAY}
    assert fields_of(domain.give_consent, valid_until=FAR, **given) == ["valid_until"]

    line = a_disposal(a_volume(a_case(file_person(network["S001"]))), date(2023, 5, 4))
    kept = {"actor": actor("HEAD"), "entry": line, "reason": "涉诉"}
    assert fields_of(domain.keep_longer, until=FAR, **kept) == ["until"]


def erased_person(network):
    person = file_person(network["S001"], closed_on=TODAY, closed_reason="MOVED")
    person.erased_at = timezone.now()
    person.save(update_fields=["erased_at"])
    return person


def test_who_was_erased_is_written_of_no_more(network, actor):
    head, gone = actor("HEAD"), erased_person(network)
    home = live_together(network["S001"])
    lead = domain.verify_lead(actor=head, lead=add_lead(network["S001"]), on=TODAY, findings="独居")
    aid = a_homeless_aid(network["S001"])
    linked = a_homeless_aid(network["S001"], beneficiary=file_person(network["S001"]))
    own = {"actor": head, "beneficiary": gone}
    acts = (
        lambda: domain.move_person(household=home, **own),
        lambda: domain.file_lead(lead=lead, on=TODAY, **own),
        lambda: domain.file_homeless(aid=aid, on=TODAY, **own),
        lambda: domain.relink_homeless(aid=linked, reason="认错人", **own),
    )
    for act in acts:
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "erased"


def test_a_leap_day_is_a_birthday_like_any_other(network, actor):
    child = file_person(network["S001"], born_on=date(2012, 2, 29))
    own = {"kind": "SERVICE", "given_by": "SELF"}
    given = {"actor": actor("HEAD"), "beneficiary": child, **own}

    assert fields_of(domain.give_consent, valid_from=date(2026, 2, 28), **given) == ["given_by"]
    assert domain.give_consent(valid_from=date(2026, 3, 1), **given).pk


def test_nobody_leaves_the_service_before_they_asked_for_it(network, actor):
    """Also of one that was brought in without its steps."""
    given = {"actor": actor("HEAD"), "enrolment": apply_to(file_person(network["S001"]))}

    day = LONG_AGO - timedelta(days=1)
    assert fields_of(domain.exit_service, on=day, why="MOVED", **given) == ["on"]
    assert domain.exit_service(on=LONG_AGO, why="MOVED", **given).exited_on == LONG_AGO


@pytest.mark.parametrize("year", [1, 1899, 1949])
def test_a_report_tells_of_no_other_age(network, actor, year):
    told = {
        "child": "小明",
        "seen": "手臂有伤",
        "place": "村口",
        "authority": "POLICE",
        "channel": "PHONE",
        "station": network["S001"],
    }
    noticed = noon(date(year, 5, 4))

    named = fields_of(domain.send_report, actor=actor("HEAD"), noticed_at=noticed, **told)
    assert named == ["noticed_at"]


def test_a_retention_counts_from_the_countys_day(network, monkeypatch):
    """A visit at six in the morning is of the day before in the zone of the database."""
    person = file_person(network["S001"], closed_on=TODAY, closed_reason="MOVED")
    visit(person, datetime(2025, 5, 4, 6, tzinfo=clock.ZONE))
    monkeypatch.setitem(read_data("retention")["visit"], "binds", True)

    assert [hold.until for hold in holds_of(person)] == [date(2028, 5, 4)]


@pytest.mark.parametrize("name", [0, 45418, True, date(2024, 5, 6), "１２３", "·"])
def test_a_roster_names_persons_not_numbers_or_days(network, actor, name):
    """As a formula without a value, a day kept as a number, or shifted columns leave it."""
    content = BytesIO()
    with Workbook(content, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "身份证号", "村（社区）"])
        sheet.write(1, 0, name)
        sheet.write(1, 2, "510402001001")
    rows = read_roster_sheet(content.getvalue())
    plan = domain.preview_roster(
        actor=actor("HEAD"),
        station=network["S001"],
        category="assistance.DIBAO",
        listed_on=TODAY,
        rows=rows,
    )

    assert [error.field for error in plan.errors] == ["rows.2.name"]
    assert plan.errors[0].given is not None
