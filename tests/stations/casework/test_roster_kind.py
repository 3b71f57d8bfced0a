"""The kinds on file follow the roster: added with its day, ended with its day, all or nothing."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.audit.models import Entry
from kernel.errors import Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import add_roster_kinds, end_roster_kinds
from stations.casework.models import Beneficiary, BeneficiaryCategory
from stations.casework.queries.roster import compare_roster
from tests.conftest import DAY as TODAY
from tests.fixtures.records import belongs, enlist, file_person

CODE, KIND = "510402-S001", "assistance.DIBAO"
LISTED, LEFT = date(2026, 3, 1), date(2026, 7, 1)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def station(network):
    return network["S001"]


def on_list(station, name, since=LISTED, **given):
    """On the roster and on file, without the kind."""
    person = given.pop("person", None) or file_person(station, name=name)
    return enlist(station, since, name=name, beneficiary=person, **given)


def gone(station, name, **given):
    """No longer on the roster; the kind on file runs."""
    entry = on_list(station, name, valid_to=given.pop("left", LEFT), **given)
    belongs(entry.beneficiary, entry.category, LISTED)
    return entry


def spans(entry):
    rows = BeneficiaryCategory.objects.filter(beneficiary=entry.beneficiary).order_by("id")
    return [(row.category, row.source, row.valid_from, row.valid_to) for row in rows]


def named(rows):
    return [entry.name for entry in rows]


def test_who_lacks_the_kind_and_who_kept_it(station, network, actor):
    on_list(station, "缺")
    belongs(on_list(station, "有").beneficiary, KIND)
    enlist(station, LISTED, name="未建档")
    on_list(station, "已销档", person=file_person(station, closed_on=date(2026, 2, 1)))
    on_list(network["S002"], "外站")
    gone(station, "仍有")
    on_list(station, "已止", valid_to=LEFT)
    # Entered by the station itself after the list: it is not the list's to end.
    belongs(on_list(station, "后登", valid_to=LEFT).beneficiary, KIND, LEFT)
    back = gone(station, "又在册")
    on_list(station, "又在册", date(2026, 9, 1), person=back.beneficiary)

    found = compare_roster(actor("HEAD"), station)
    assert (named(found.lacking), named(found.kept)) == (["缺"], ["仍有"])
    assert named(compare_roster(actor("HEAD"), station, "disability").lacking) == []


def test_the_kind_is_added_from_the_entry_s_day(station, actor, done):
    entry, other = on_list(station, "曾大山"), on_list(station, "李秀英")

    assert add_roster_kinds(actor=actor("WORKER"), station=station, entries=[entry.uuid]) == 1
    assert (spans(entry), spans(other)) == ([(KIND, "ROSTER", LISTED, None)], [])
    assert done() == ["category.add", "roster.add_kinds"]
    assert Entry.objects.get(action="roster.add_kinds").after == {"category": "", "count": 1}


def test_a_kind_held_before_is_not_held_twice_on_a_day(station, actor):
    entry = on_list(station, "曾大山")
    before = belongs(entry.beneficiary, KIND)
    BeneficiaryCategory.objects.filter(pk=before.pk).update(
        valid_to=date(2026, 5, 1), ended_received_at=clock.now()
    )
    add_roster_kinds(actor=actor("WORKER"), station=station)

    assert spans(entry)[1] == (KIND, "ROSTER", date(2026, 5, 1), None)


def test_two_entries_of_one_person_make_one_kind(station, network, actor):
    entry = on_list(station, "曾大山", date(2026, 4, 1))
    on_list(network["R001"], "曾大山", LISTED, person=entry.beneficiary)

    assert add_roster_kinds(actor=actor("WORKER"), station=station) == 1
    assert spans(entry) == [(KIND, "ROSTER", LISTED, None)]


def test_the_kind_ends_on_the_day_of_the_last_list_without_the_person(station, actor):
    entry = gone(station, "曾大山", left=date(2026, 5, 1))
    on_list(station, "曾大山", date(2026, 6, 1), person=entry.beneficiary, valid_to=LEFT)
    belongs(entry.beneficiary, "disability", LISTED)

    assert end_roster_kinds(actor=actor("HEAD"), station=station) == 1
    assert [span[3] for span in spans(entry)] == [LEFT, None]
    ended = BeneficiaryCategory.objects.get(category=KIND)
    assert ended.ended_received_at is not None
    assert Entry.objects.get(action="category.end").object_uuid == ended.uuid
    assert end_roster_kinds(actor=actor("HEAD"), station=station) == 0


@pytest.mark.parametrize(("act", "make"), [(add_roster_kinds, on_list), (end_roster_kinds, gone)])
def test_one_wrong_choice_and_nothing_is_written(station, network, actor, done, act, make):
    good, foreign = make(station, "曾大山"), make(network["S002"], "外站")
    before = spans(good)
    for entries in ([good.uuid, foreign.uuid], [good.uuid, uuid4()], []):
        with pytest.raises(Invalid) as refused:
            act(actor=actor("HEAD"), station=station, entries=entries)
        assert refused.value.errors[0].field == "entries"
    assert (spans(good), done()) == (before, [])
    for role in ("BUREAU", "ROOM_STAFF", "TOWNSHIP"):
        with pytest.raises(Forbidden):
            act(actor=actor(role), station=station)


def test_a_minor_s_file_closed_to_the_worker_is_left_alone(station, actor):
    child = file_person(station, name="小明", born_on=date(2018, 1, 1), responsible_uuid=uuid4())
    on_list(station, "小明", person=child, category="child.ORPHAN")

    assert named(compare_roster(actor("WORKER"), station).lacking) == []
    assert add_roster_kinds(actor=actor("WORKER"), station=station) == 0
    assert add_roster_kinds(actor=actor("HEAD"), station=station) == 1


def test_who_enters_a_kind_of_children_is_responsible_until_another_is_named(station, actor):
    head = actor("HEAD")
    entries = [on_list(station, name, category="child.ORPHAN") for name in ("小明", "小红")]
    Beneficiary.objects.filter(name="小红").update(born_on=date(2017, 1, 1))
    add_roster_kinds(actor=head, station=station, entries=[entry.uuid for entry in entries])

    people = dict(Beneficiary.objects.values_list("name", "responsible_uuid"))
    assert people == {"小明": head.user_uuid, "小红": None}
    assert Entry.objects.filter(action="beneficiary.name_responsible").count() == 1


@pytest.mark.parametrize(("act", "make"), [(add_roster_kinds, on_list), (end_roster_kinds, gone)])
def test_the_act_asks_the_same_number_of_questions(station, actor, act, make):
    asked, head = [], actor("HEAD")
    for count in (2, 1, 3):
        for number in range(count):
            make(station, f"居民{count}{number}", category="child.ORPHAN")
        with CaptureQueriesContext(connection) as caught:
            assert act(actor=head, station=station) == count
        asked.append(len(caught))
    assert asked[1] == asked[2]


def test_the_page_offers_both_and_keeps_a_refused_choice(station, visitor):
    lacking, kept = on_list(station, "曾大山"), gone(station, "李秀英")
    head, url = visitor("HEAD", CODE), f"/casework/{CODE}/rosters/"
    page = head.get(f"{url}?part=lacking").content.decode()
    assert ("曾大山" in page, "为全部 1 人登记类别" in page) == (True, True)
    assert f'value="{lacking.uuid}"' in page
    bureau = visitor("BUREAU", CODE).get(f"{url}?part=lacking").content.decode()
    assert ("roster-kinds" in bureau, "曾**" in bureau) == (False, True)

    sent = {"part": "lacking", "entries": [str(lacking.uuid), str(uuid4())]}
    refused = head.post(f"{url}kinds/", sent)
    assert refused.status_code == 422
    assert f'value="{lacking.uuid}" aria-label' in refused.content.decode()
    assert "checked" in refused.content.decode()
    for wrong in ({"part": "filed", "all": "1"}, {"part": "lacking", "entries": ["x"]}):
        assert head.post(f"{url}kinds/", wrong).status_code == 422
    sent["entries"] = [str(lacking.uuid)]
    assert head.post(f"{url}kinds/", sent).status_code == 302
    assert head.post(f"{url}kinds/", {"part": "kept", "all": "1"}).status_code == 302
    assert (spans(lacking)[0][1], spans(kept)[0][3]) == ("ROSTER", LEFT)


def test_the_list_asks_the_same_number_of_questions(station, visitor):
    head, asked = visitor("HEAD", CODE), []
    for count in (1, 3):
        for number in range(count):
            on_list(station, f"居民{count}{number}")
        for part in ("filed", "lacking"):
            url = f"/casework/{CODE}/rosters/?part={part}"
            head.get(url)
            with CaptureQueriesContext(connection) as caught:
                head.get(url)
            asked.append(len(caught))
    assert asked[:2] == asked[2:]
