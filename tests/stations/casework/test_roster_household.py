"""Who is filed from a roster or a lead lives in a household, and counts in household-times."""

from datetime import date

import pytest

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import file_from_roster, file_lead, import_roster, verify_lead
from stations.casework.models import Beneficiary, Household, RosterEntry
from stations.casework.roster_sheet import RosterRow, read_roster_sheet
from stations.network.queries.figures import figures
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_lead, file_person, live_together, visit
from tests.stations.casework.test_roster_list import KIND, NUMBERS, VILLAGE, sheet


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def station(network):
    return network["S001"]


def take_in(actor, station, *rows, on=TODAY):
    given = [
        RosterRow(number, name, NUMBERS[number], VILLAGE, head=head, household=household)
        for number, (name, head, household) in enumerate(rows, start=1)
    ]
    import_roster(actor=actor("HEAD"), station=station, category=KIND, listed_on=on, rows=given)
    return [RosterEntry.objects.get(name=row.name) for row in given]


def homes_of(actor, *entries):
    people = [file_from_roster(actor=actor("WORKER"), entry=entry) for entry in entries]
    return [person.household.name for person in people], len({p.household_id for p in people})


@pytest.mark.parametrize(
    ("rows", "homes", "count"),
    [
        ([("曾大山", "曾大山", ""), ("曾小山", "曾大山", "")], ["曾大山", "曾大山"], 1),
        ([("曾大山", "", "H1"), ("李秀英", "", "h 1")], ["曾大山", "曾大山"], 1),
        # The same head's name under two numbers: two households.
        ([("王一", "王强", "H1"), ("王二", "王强", "H2")], ["王强", "王强"], 2),
        ([("曾大山", "", ""), ("李秀英", "", "")], ["曾大山", "李秀英"], 2),
    ],
)
def test_rows_of_one_household_share_it_and_others_get_their_own(
    station, actor, rows, homes, count
):
    entries = take_in(actor, station, *rows)

    assert homes_of(actor, *entries) == (homes, count)


def test_the_household_of_one_filed_by_hand_is_joined(station, actor):
    first, second = take_in(actor, station, ("曾大山", "曾大山", ""), ("曾小山", "曾大山", ""))
    known = live_together(station, file_person(station, name="曾大山"), name="大桥头曾家")
    RosterEntry.objects.filter(pk=first.pk).update(beneficiary=known.members.get())

    assert homes_of(actor, second) == (["大桥头曾家"], 1)


def test_the_head_s_household_goes_before_that_of_who_moved_out(station, actor):
    entries = take_in(
        actor, station, ("曾长子", "曾大山", ""), ("曾大山", "曾大山", ""), ("曾小山", "曾大山", "")
    )
    homes_of(actor, *entries[:2])
    own = live_together(station, Beneficiary.objects.get(name="曾长子"), name="曾长子家")
    Household.objects.filter(pk=own.pk).update(filed_on=date(2020, 1, 1))

    assert homes_of(actor, entries[2]) == (["曾大山"], 1)


def test_a_later_list_tells_the_household_and_one_that_is_silent_forgets_none(station, actor):
    (entry,) = take_in(actor, station, ("曾小山", "", ""), on=date(2026, 11, 1))
    assert (entry.household_head, entry.household_index) == ("", "")
    (told,) = take_in(actor, station, ("曾小山", "曾大山", ""), on=date(2026, 11, 2))
    assert (told.pk, told.household_head, bool(told.household_index)) == (entry.pk, "曾大山", True)
    (kept,) = take_in(actor, station, ("曾小山", "", ""))

    assert (kept.household_head, kept.household_index) == ("曾大山", told.household_index)


def test_a_withdrawn_household_is_not_joined(station, actor):
    first, second = take_in(actor, station, ("曾大山", "", "H1"), ("曾小山", "", "H1"))
    file_from_roster(actor=actor("WORKER"), entry=first)
    withdraw(actor=actor("HEAD"), entry=Household.objects.get(), reason="登错户")

    assert homes_of(actor, second) == (["曾小山"], 1)


def test_a_sheet_s_columns_of_households():
    found = read_roster_sheet(
        sheet(
            ["姓名", "身份证号", "村", "户主姓名", "户编号"],
            ["曾小山", NUMBERS[0], "大渡口", "曾大山", "0402 07a"],
            ["曾大山", NUMBERS[1], "大渡口", "", 510402000000000123],
            ["李秀英", NUMBERS[2], "大渡口", "", 12],
        )
    )

    assert [(row.head, row.household, row.is_household_lost) for row in found] == [
        ("曾大山", "040207A", False),
        ("", found[1].household, True),
        ("", "12", False),
    ]


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"is_household_lost": True, "household": "5104"}, "household"),
        ({"household": "9" * 61}, "household"),
        ({"head": "长" * 61}, "head"),
    ],
)
def test_a_wrong_household_is_named_and_nothing_is_written(station, actor, given, column):
    row = RosterRow(1, "曾小山", NUMBERS[0], VILLAGE, **given)
    with pytest.raises(Invalid) as refused:
        import_roster(
            actor=actor("HEAD"), station=station, category=KIND, listed_on=TODAY, rows=[row]
        )

    assert [error.field for error in refused.value.errors] == [f"rows.1.{column}"]
    assert RosterEntry.objects.count() == 0


def test_a_visit_to_who_was_filed_from_the_roster_is_a_household_time(station, actor):
    entries = take_in(actor, station, ("曾大山", "", "H1"), ("曾小山", "", "H1"))
    homes_of(actor, *entries)
    for person in Beneficiary.objects.all():
        visit(person, TODAY, household_id=person.household_id)

    counted = {figure.key: figure.value for figure in figures(station, 2026)}
    assert (counted["household_visits"], counted["visits"]) == (1, 2)


@pytest.fixture
def lead(network, actor):
    told = add_lead(network["S001"], date(2026, 11, 2), name="周桂花", whereabouts="大桥头三号")
    return verify_lead(actor=actor("WORKER"), lead=told, on=TODAY, findings="属实")


def test_a_lead_s_person_gets_a_household_of_their_own(lead, actor):
    file_lead(actor=actor("HEAD"), lead=lead, on=TODAY)

    person = Beneficiary.objects.get()
    assert (person.household.name, person.household.address) == ("周桂花", "大桥头三号")


def test_a_lead_s_person_joins_a_household_of_the_place(lead, actor, network, visitor):
    home = live_together(network["S001"], name="周家")
    form = f"/casework/{network['S001'].code}/leads/{lead.uuid}/file/"
    head = visitor("HEAD", network["S001"].code)
    assert "周家" in head.get(form).content.decode()
    sent = head.post(form, {"on": str(TODAY), "name": "周桂花", "household": str(home.uuid)})

    assert (sent.status_code, Beneficiary.objects.get().household) == (302, home)


def test_a_household_is_not_joined_by_who_may_not_or_has_a_file(lead, actor, network):
    foreign = live_together(network["S002"], name="外站户")
    with pytest.raises(Forbidden):
        file_lead(actor=actor("HEAD"), lead=lead, on=TODAY, household=foreign)
    gone = live_together(network["S001"], withdrawn_at=clock.now())
    with pytest.raises(Conflict):
        file_lead(actor=actor("HEAD"), lead=lead, on=TODAY, household=gone)
    known, home = file_person(network["S001"]), live_together(network["S001"])
    with pytest.raises(Invalid) as refused:
        file_lead(actor=actor("HEAD"), lead=lead, on=TODAY, household=home, beneficiary=known)
    assert refused.value.errors[0].field == "household"
    assert Beneficiary.objects.exclude(pk=known.pk).count() == 0
