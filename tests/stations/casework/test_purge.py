"""A text that must not stand is emptied; the trail keeps who and why, never the text (C41b)."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise

from api.v1.purge import texts_of_case
from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.workdays import clock
from stations.casework.domain import open_minor_file, purge_text
from stations.casework.domain.purge import purgeable
from stations.casework.held import NOT_SHOWN, held_tables
from stations.casework.models import AlertNote, Beneficiary, CaseDocument, Household, Visit
from stations.casework.queries.text import find_text, texts_of
from stations.records.purge import purge_entry
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import file_child
from tests.fixtures.records import a_case, add_lead, file_person, need, note_alert, visit
from tests.stations.conftest import ROLES

SECRET = "某部队驻地和番号"
DAY = date(2023, 5, 4)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    return file_person(network["S001"], name="曾大山")


@pytest.fixture
def made(person):
    return visit(person, DAY, note=SECRET)


def purge(actor, person, entry, **changes):
    facts = {"field": "note", "reason": "涉及军队保密信息"}
    purge_text(actor=actor, person=person, entry=entry, **(facts | changes))


def test_what_the_trail_calls_a_record_holds_none_of_the_texts_about_a_person():
    for table in held_tables(Beneficiary):
        texts = {field.name: SECRET for field in purgeable(table)}
        assert SECRET not in str(table.model(**texts)), table.label


def test_what_may_be_emptied_is_named_in_words_and_no_index_by_which_a_file_is_found():
    offered = [
        (table.label, field) for table in held_tables(Beneficiary) for field in purgeable(table)
    ]
    assert len(offered) > 50
    for label, field in offered:
        assert isinstance(field.verbose_name, Promise), (label, field.name)
        assert field.name not in NOT_SHOWN, label


@pytest.mark.parametrize("role", ["HEAD", "SUPERVISOR"])
def test_the_text_is_gone_and_the_trail_says_who_where_and_why(person, made, actor, role):
    purger = actor(role)
    purge(purger, person, made)

    assert Visit.objects.get(pk=made.pk).note == ""
    assert Visit.objects.get(pk=made.pk).result == "MET"
    entry = Entry.objects.get(action="text.purge")
    assert (entry.actor_name, entry.object_uuid) == (purger.name, made.uuid)
    assert entry.after == {
        "field": "note", "reason": "涉及军队保密信息", "person": str(person.uuid)
    }  # fmt: skip
    assert SECRET not in str(list(Entry.objects.values_list("before", "after", "object_text")))


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"HEAD", "SUPERVISOR"}))
def test_nobody_else_purges(person, made, actor, role):
    with pytest.raises(Forbidden):
        purge(actor(role), person, made)
    assert Visit.objects.get(pk=made.pk).note == SECRET


def test_the_head_of_another_station_purges_nothing(person, made, actor):
    with pytest.raises(Forbidden):
        purge(actor("HEAD", "510402-S002"), person, made)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"reason": "见13800000000"}, "reason"),
        ({"field": "result"}, "field"),
        ({"field": "uuid"}, "field"),
        ({"field": "no_such"}, "field"),
    ],
)
def test_what_is_refused(person, made, actor, changes, field):
    with pytest.raises(Invalid) as refused:
        purge(actor("HEAD"), person, made, **changes)
    assert refused.value.errors[0].field == field
    assert Visit.objects.get(pk=made.pk).note == SECRET


def test_a_row_of_another_person_is_none_of_this_file(network, made, actor):
    with pytest.raises(Invalid):
        purge(actor("HEAD"), file_person(network["S001"]), made)


def test_an_empty_text_is_not_purged(person, made, actor):
    purge(actor("HEAD"), person, made)
    with pytest.raises(Conflict) as refused:
        purge(actor("HEAD"), person, made)
    assert refused.value.code == "empty"


def test_the_name_of_a_person_is_corrected_not_purged(person, actor):
    with pytest.raises(Invalid):
        purge(actor("HEAD"), person, person, field="name")


def test_texts_are_told_by_place_and_day_never_by_content(person, made):
    case = a_case(person, DAY, title="部队家属")
    CaseDocument.objects.create(case=case, kind="PLAN", body=SECRET, written_on=DAY)
    labels = [text.label for text in texts_of(person)]

    assert any(f"探访 · {date_format(DAY)}" in label for label in labels)
    assert not any(SECRET in label or "曾" in label for label in labels)
    assert {text.field.name for text in texts_of(case)} == {"title", "body"}
    text = find_text(case, next(t.key for t in texts_of(case) if t.field.name == "body"))
    assert text.row.body == SECRET
    with pytest.raises(NotFound):
        find_text(case, f"casework.visit:{made.uuid}:note")


def test_what_was_done_about_an_alert_is_purged_with_the_file(person, actor):
    raised = need(person, DAY)
    note = AlertNote.objects.create(
        station=person.station, kind="NEED_OPEN", subject=raised.uuid, since=DAY, done_on=DAY,
        measure=SECRET,
    )  # fmt: skip
    assert [text.row for text in texts_of(person) if text.field.name == "measure"] == [note]
    purge(actor("HEAD"), person, note, field="measure")
    note.refresh_from_db()
    assert note.measure.startswith("已清除")
    with pytest.raises(Invalid):
        purge(actor("HEAD"), file_person(person.station), note, field="measure")


def test_what_was_done_about_a_lead_without_a_person_is_purged(network, actor, visitor):
    lead = add_lead(network["S001"], DAY)
    note = note_alert(lead, DAY, measure=SECRET)
    for role in ("WORKER", "BUREAU", "ROOM_STAFF"):
        with pytest.raises(Forbidden):
            purge_entry(actor=actor(role), entry=note, field="measure", reason="涉军")
    with pytest.raises(Forbidden):
        other = actor("HEAD", "510402-S002")
        purge_entry(actor=other, entry=note, field="measure", reason="涉军")

    head = visitor("HEAD", "510402-S001")
    one = f"/casework/510402-S001/alert-notes/{note.uuid}/"
    page = head.get(one).content.decode()
    assert (SECRET in page, f"/leads/{lead.uuid}/" in page) == (True, True)
    assert SECRET not in head.get(f"{one}purge/").content.decode()
    assert head.post(f"{one}purge/", {"field": "measure", "reason": "涉军"}).status_code == 302
    note.refresh_from_db()
    assert note.measure.startswith("已清除")
    purged = Entry.objects.get(action="text.purge")
    assert (purged.object_uuid, SECRET in str(purged.after)) == (note.uuid, False)
    supervised = note_alert(lead, DAY, measure=SECRET)
    purge_entry(actor=actor("SUPERVISOR"), entry=supervised, field="measure", reason="涉军")


def test_a_note_about_a_person_is_reached_by_the_file_alone(network, person, actor):
    """So that nobody reads there what a minor's file keeps closed."""
    raised = need(person, DAY)
    about = note_alert(add_lead(network["S001"], DAY), DAY, kind="NEED_OPEN", subject=raised.uuid)
    for action in ("view", "edit", "purge"):
        assert not AlertNote.objects.filter(pk=about.pk).restrict(actor("HEAD"), action).exists()


def test_the_note_on_a_household_is_purged(network, actor):
    household = Household.objects.create(
        station=network["S001"], division_code="510402001001", name="曾大山", note=SECRET,
        filed_on=DAY,
    )  # fmt: skip
    with pytest.raises(Forbidden):
        purge_entry(actor=actor("WORKER"), entry=household, field="note", reason="涉军")
    purge_entry(actor=actor("HEAD"), entry=household, field="note", reason="涉军")
    household.refresh_from_db()
    assert (household.note, household.name) == ("", "曾大山")


def test_a_minors_texts_are_emptied_by_whom_the_file_is_open_to(network, actor):
    child = file_child(network["S001"])
    made = visit(child, DAY, note=SECRET)
    supervisor = actor("SUPERVISOR")
    with pytest.raises(Forbidden):
        purge(supervisor, child, made)
    assert Visit.objects.get(pk=made.pk).note == SECRET

    open_minor_file(actor=supervisor, beneficiary=child, reason="清除涉密内容")
    purge(supervisor, child, made)
    assert Visit.objects.get(pk=made.pk).note == ""


def test_where_a_minors_texts_stand_is_not_listed_to_who_may_not_open_it(network, actor, visitor):
    child = file_child(network["S001"])
    case = a_case(child, DAY)
    page = reverse("casework:case-purge", "config.urls_county", ["510402-S001", case.uuid])
    supervisor = visitor("SUPERVISOR", "510402-S001", scope_kind="STATION")
    head = visitor("HEAD", "510402-S001", scope_kind="STATION")
    assert (supervisor.get(page).status_code, head.get(page).status_code) == (403, 200)
    with pytest.raises(Forbidden):
        texts_of_case(actor("SUPERVISOR"), case.uuid)
    assert texts_of_case(actor("HEAD"), case.uuid).station == child.station
