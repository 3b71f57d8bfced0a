"""A whole roster taken in: tried before, compared, all or nothing (N05)."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from xlsxwriter import Workbook

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import file_from_roster, import_roster, preview_roster
from stations.casework.models import Beneficiary, BeneficiaryCategory, RosterEntry
from stations.casework.queries.roster import compare_roster
from stations.casework.roster_sheet import RosterRow, read_roster_sheet
from stations.casework.roster_token import RosterList, open_roster, seal_roster
from stations.records.identity import check_place, index_id_number
from tenants.models import Division
from tests.conftest import DAY as TODAY
from tests.fixtures.records import enlist, file_person

KIND, VILLAGE = "assistance.DIBAO", "510402001001"
BODIES = [f"51040219500302{n:03d}" for n in range(1, 9)]
NUMBERS = [body + check_place(body) for body in BODIES]


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def station(network):
    return network["S001"]


def row(number, name="曾晓兰", id_number=NUMBERS[0], village=VILLAGE, **given):
    return RosterRow(number, name, id_number, village, **given)


def filed(station, number, **given):
    return file_person(station, id_number=number, id_number_index=index_id_number(number), **given)


def listed(station, number, since=date(2026, 1, 1), **given):
    return enlist(
        station, since, id_number=number, id_number_index=index_id_number(number), **given
    )


def take_in(actor, station, rows, on=TODAY, verb=import_roster, **given):
    return verb(
        actor=actor, station=station, rows=rows, listed_on=on, **({"category": KIND} | given)
    )


def test_a_dry_run_says_what_would_happen_and_writes_nothing(station, actor, done):
    filed(station, NUMBERS[0])
    listed(station, NUMBERS[1], beneficiary=filed(station, NUMBERS[1]))
    listed(station, NUMBERS[2], name="张离开")
    before = set(RosterEntry.objects.values_list("id", "valid_to", "changed_at"))

    plan = take_in(
        actor("WORKER"),
        station,
        [row(1), row(2, "李在册", NUMBERS[1]), row(3, "王未建", NUMBERS[3])],
        verb=preview_roster,
    )

    assert [(line.verdict.value, line.is_filed) for line in plan.lines] == [
        ("NEW", True),
        ("KEPT", True),
        ("NEW", False),
    ]
    assert [entry.name for entry in plan.left] == ["张离开"]
    assert plan.counts == {
        "new": 2,
        "kept": 1,
        "moved": 0,
        "wrong": 0,
        "filed": 2,
        "not_filed": 1,
        "left": 1,
    }
    assert set(RosterEntry.objects.values_list("id", "valid_to", "changed_at")) == before
    assert done() == []


def test_what_was_shown_is_what_is_taken_in(station, actor, network):
    person = filed(station, NUMBERS[0])
    gone = listed(station, NUMBERS[2])
    kept = listed(station, NUMBERS[1])

    take_in(actor("HEAD"), station, [row(1), row(2, "李在册", NUMBERS[1])])

    new = RosterEntry.objects.get(valid_from=TODAY)
    assert (new.beneficiary, new.id_number, new.station) == (person, NUMBERS[0], network["R001"])
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.valid_to, kept.valid_to) == (TODAY, None)
    assert gone.ended_received_at is not None
    entry = Entry.objects.get(action="roster.import")
    assert (entry.after["new"], entry.after["left"]) == (1, 1)
    assert [number for number in NUMBERS if number in str(entry.after)] == []


def test_the_number_is_stored_encrypted(station, actor):
    take_in(actor("HEAD"), station, [row(1)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, id_number_index FROM casework_rosterentry")
        stored, index = cursor.fetchone()
    assert (NUMBERS[0] in stored, index) == (False, index_id_number(NUMBERS[0]))


def test_the_same_list_again_changes_nothing(station, actor):
    rows = [row(1), row(2, "李在册", NUMBERS[1])]
    take_in(actor("HEAD"), station, rows)
    plan = take_in(actor("HEAD"), station, rows)

    assert (plan.counts["kept"], plan.counts["left"], RosterEntry.objects.count()) == (2, 0, 2)


def test_a_correction_on_the_same_day_withdraws_what_was_wrong(station, actor):
    take_in(actor("HEAD"), station, [row(1), row(2, "李多余", NUMBERS[1])])
    take_in(actor("HEAD"), station, [row(1)])

    wrong = RosterEntry.objects.get(name="李多余")
    assert (wrong.valid_to, bool(wrong.withdrawn_reason)) == (None, True)


def test_other_kinds_and_other_stations_are_left_alone(station, network, actor):
    others = [
        listed(station, NUMBERS[1], category="disability"),
        listed(network["S002"], NUMBERS[2]),
    ]
    take_in(actor("HEAD"), station, [row(1)])
    for other in others:
        other.refresh_from_db()
        assert other.valid_to is None


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        (row(2, ""), "name"),
        (row(2, "长" * 61), "name"),
        (row(2, id_number="123"), "id_number"),
        (row(2, is_number_lost=True), "id_number"),
        (row(2, village="天宫村"), "village"),
        (row(2), "name"),  # the same person as in row 1
    ],
)
def test_wrong_rows_are_named_and_nothing_is_written(station, actor, wrong, column):
    with pytest.raises(Invalid) as refused:
        take_in(actor("HEAD"), station, [row(1), wrong])

    assert [error.field for error in refused.value.errors] == [f"rows.2.{column}"]
    assert RosterEntry.objects.count() == 0
    assert wrong.id_number not in str([vars(error) for error in refused.value.errors])


def test_a_village_is_known_by_code_name_or_name_without_its_ending(station, actor):
    name = Division.objects.filter(code=VILLAGE).values_list("name", flat=True).first()
    for village in (VILLAGE, name, name.removesuffix("居民委员会"), name[:2]):
        plan = take_in(actor("HEAD"), station, [row(1, village=village)], verb=preview_roster)
        assert plan.lines[0].village == VILLAGE, village


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("category", {"category": "rich"}),
        ("listed_on", {"on": date(2026, 11, 21)}),
        ("listed_on", {"on": date(2025, 12, 31)}),
        ("sheet", {"rows": []}),
    ],
)
def test_a_wrong_list_is_named(station, actor, field, given):
    listed(station, NUMBERS[5])
    with pytest.raises(Invalid) as refused:
        take_in(actor("HEAD"), station, **{"rows": [row(1)]} | given)
    assert refused.value.errors[0].field == field


@pytest.mark.parametrize("role", ["BUREAU", "ROOM_STAFF", "TOWNSHIP", "AGENCY"])
def test_others_take_in_no_list(station, actor, role):
    for verb in (preview_roster, import_roster):
        with pytest.raises(Forbidden):
            take_in(actor(role), station, [row(1)], verb=verb)


def test_filed_not_filed_and_left_this_year(station, network, actor):
    person = filed(station, NUMBERS[0])
    listed(station, NUMBERS[0], beneficiary=person, name="甲")
    listed(network["R001"], NUMBERS[1], name="乙")
    listed(station, NUMBERS[2], name="丙", valid_to=date(2026, 5, 1))
    listed(station, NUMBERS[3], date(2020, 1, 1), name="丁", valid_to=date(2025, 5, 1))
    listed(network["S002"], NUMBERS[4], name="戊")

    found = compare_roster(actor("HEAD"), station, KIND)

    names = [[entry.name for entry in rows] for rows in (found.filed, found.not_filed, found.left)]
    assert names == [["甲"], ["乙"], ["丙"]]


def test_who_came_back_on_the_list_has_not_left(station, actor):
    listed(station, NUMBERS[2], valid_to=date(2026, 5, 1))
    listed(station, NUMBERS[2], date(2026, 8, 1))

    assert compare_roster(actor("HEAD"), station).left.count() == 0


def test_a_file_is_opened_from_the_roster(station, actor, done):
    entry = listed(station, NUMBERS[0], name="曾晓兰")

    person = file_from_roster(actor=actor("WORKER"), entry=entry)

    entry.refresh_from_db()
    assert (entry.beneficiary, person.name, person.id_number) == (person, "曾晓兰", NUMBERS[0])
    kind = BeneficiaryCategory.objects.get()
    assert (kind.category, kind.source) == (KIND, "ROSTER")
    with pytest.raises(Conflict):
        file_from_roster(actor=actor("WORKER"), entry=entry)
    assert (Beneficiary.objects.count(), done()) == (
        1,
        ["household.add", "beneficiary.file", "roster.file", "category.add"],
    )


def sheet(*rows):
    buffer = BytesIO()
    with Workbook(buffer) as book:
        page = book.add_worksheet()
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
    return buffer.getvalue()


def test_a_sheet_with_a_title_and_columns_in_any_order():
    found = read_roster_sheet(
        sheet(
            ["低保对象花名册"],
            ["序号", "村（社区）", "姓 名", "身份证号"],
            [1, "大渡口社区", "曾晓兰", NUMBERS[0].lower()],
            [],
            [2, "大渡口社区", "李秀英", 510402195003020021],
        )
    )

    assert [(each.number, each.name, each.is_number_lost) for each in found] == [
        (3, "曾晓兰", False),
        (5, "李秀英", True),
    ]
    assert (found[0].id_number, found[0].village) == (NUMBERS[0], "大渡口社区")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no sheet", "Excel"),
        (sheet(["姓名", "村"], ["曾晓兰", "大渡口"]), "身份证号"),
        (sheet(["姓名", "身份证号", "村"]), "1"),
    ],
)
def test_a_wrong_sheet_is_refused(content, words):
    with pytest.raises(Invalid) as refused:
        read_roster_sheet(content)
    assert (refused.value.errors[0].field, words in str(refused.value.detail)) == ("sheet", True)


def test_a_sealed_list_is_for_one_person_and_place(station, network, actor):
    worker, given = actor("WORKER"), RosterList(KIND, TODAY, (row(1),))
    sealed = seal_roster(worker, station, given)

    assert (open_roster(worker, station, sealed), NUMBERS[0] in sealed) == (given, False)
    for who, where, text in (
        (actor("HEAD"), station, sealed),
        (worker, network["S002"], sealed),
        (worker, station, sealed[:-4] + "AAA="),
        (worker, station, ""),
        (worker, station, "a1:%%%"),
    ):
        with pytest.raises(Conflict):
            open_roster(who, where, text)
