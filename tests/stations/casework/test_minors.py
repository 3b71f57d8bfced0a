"""Minors' files: closed to all but head, responsible person and who gave a reason (X10)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.custody_rules import add_years, is_minor
from stations.casework.domain import (
    add_category,
    edit_file,
    end_category,
    file_beneficiary,
    give_consent,
    give_guardian_notice,
    name_responsible,
    open_minor_file,
)
from stations.casework.held import all_tables
from stations.casework.models import (
    Beneficiary,
    BeneficiaryCategory,
    Case,
    CaseDocument,
    Consent,
    FileOpening,
    Need,
    RosterEntry,
    Visit,
    VisitLevelSpan,
)
from stations.casework.queries import SOURCES
from stations.casework.queries.person import persons, read_file, search_persons
from stations.casework.queries.responsible import members_for
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import file_child
from tests.fixtures.records import (
    a_case,
    agree,
    belongs,
    enlist,
    file_person,
    need,
    set_level,
    visit,
)
from tests.stations.conftest import ROLES

CHILD_NUMBER = "510402201403090019"
VILLAGE = "510402001001"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def child(network):
    return file_child(network["S001"])


def fill(child):
    """A row of each kind on the child's file."""
    day = date(2023, 5, 4)
    belongs(child, "child.ORPHAN")
    agree(child)
    set_level(child, 2, day)
    visit(child, day, note="在校情况良好")
    need(child, day)
    enlist(child.station, beneficiary=child)
    paper = CaseDocument.objects.create(
        case=a_case(child), kind="PLAN", body="计划", written_on=day
    )
    return paper.case


@pytest.mark.parametrize(
    ("born", "minor"),
    [
        (date(2008, 11, 20), False),
        (date(2008, 11, 21), True),
        (date(2014, 3, 9), True),
        (date(1950, 1, 1), False),
        (None, False),
    ],
)
def test_minority_ends_on_the_birthday_of_the_data_file(born, minor):
    assert is_minor(born, TODAY) is minor


def test_a_birthday_on_29_february_falls_on_1_march_in_other_years():
    assert add_years(date(2008, 2, 29), 18) == date(2026, 3, 1)


READS = {"HEAD"}
EXISTS = {"BUREAU", "HEAD", "WORKER"}
HANGING = (BeneficiaryCategory, Consent, VisitLevelSpan, Visit, Need, RosterEntry, CaseDocument)


def test_a_child_s_file_and_what_hangs_on_it_is_read_by_the_head_only(child, actor):
    fill(child)
    actors = {role: actor(role) for role in ROLES}

    def reached(model, action):
        return {role for role, held in actors.items() if model.objects.restrict(held, action)}

    assert reached(Beneficiary, "view") == EXISTS
    for action in ("read", "edit", "serve", "reveal"):
        assert reached(Beneficiary, action) == READS, action
    for model in HANGING:
        assert reached(model, "view") == READS, model
        assert reached(model, "edit") <= READS, model
    assert reached(Case, "view") == EXISTS | {"SUPERVISOR"}
    for action in ("read", "edit", "sign"):
        assert reached(Case, action) == READS, action


# Rows that tell that something exists, without what is in it; and the log of who read.
SHOWN = {
    "casework.beneficiary",
    "casework.case",
    "casework.archivevolume",
    "casework.archiveloan",
    "casework.archivedisposal",
    "casework.fileopening",
}


def test_every_table_about_a_person_keeps_a_child_s_rows_closed(network, actor):
    """A new table wraps its rules in ``of_minors``, or stands in SHOWN with the reason."""
    worker = actor("WORKER")
    unguarded = {
        table.label
        for table in all_tables(Beneficiary)
        if "born_on" not in str(table.model.objects.restrict(worker, "view").values("pk").query)
    }
    assert unguarded == SHOWN


def test_the_responsible_person_reads_the_file_and_nobody_beside_them(child, actor):
    fill(child)
    mine, other = actor("WORKER"), actor("WORKER")
    Beneficiary.objects.filter(pk=child.pk).update(responsible_uuid=mine.user_uuid)

    for model in HANGING:
        assert model.objects.restrict(mine, "view").count() == 1, model
        assert model.objects.restrict(other, "view").count() == 0, model
    assert Beneficiary.objects.restrict(mine, "edit").count() == 1
    assert Beneficiary.objects.restrict(other, "edit").count() == 0


def test_the_head_of_another_station_reads_nothing(child, actor):
    head = actor("HEAD", "510402-S002")
    assert not Beneficiary.objects.restrict(head, "view").exists()
    assert not Beneficiary.objects.restrict(head, "read").exists()


def test_being_responsible_opens_no_file_of_a_station_out_of_reach(child, actor):
    far = actor("WORKER", "510402-S002")
    Beneficiary.objects.filter(pk=child.pk).update(responsible_uuid=far.user_uuid)

    assert not Beneficiary.objects.restrict(far, "read").exists()


def test_a_reason_opens_the_file_for_hours_to_whoever_gave_it(child, actor, done):
    worker, other = actor("WORKER"), actor("WORKER")
    opening = open_minor_file(actor=worker, beneficiary=child, reason="值班接到求助电话")

    assert opening.valid_until - opening.opened_at == timedelta(hours=24)
    assert Beneficiary.objects.restrict(worker, "read").count() == 1
    assert Beneficiary.objects.restrict(other, "read").count() == 0
    assert done() == ["beneficiary.open"]
    with clock.frozen(opening.valid_until):
        assert Beneficiary.objects.restrict(worker, "read").count() == 0


def test_an_opening_that_is_withdrawn_closes_the_file(child, actor):
    worker = actor("WORKER")
    open_minor_file(actor=worker, beneficiary=child, reason="值班")
    FileOpening.objects.update(withdrawn_at=clock.now())

    assert Beneficiary.objects.restrict(worker, "read").count() == 0


@pytest.mark.parametrize("role", ["BUREAU", "WORKER", "HEAD", "SUPERVISOR"])
def test_who_may_give_a_reason(child, actor, role):
    made = open_minor_file(actor=actor(role), beneficiary=child, reason="核查线索")
    assert made.by_name


@pytest.mark.parametrize("role", ["TOWNSHIP", "AGENCY", "AUDITOR", "HUB_STAFF", "REVIEWER"])
def test_who_may_not_give_a_reason(child, actor, role):
    with pytest.raises(Forbidden):
        open_minor_file(actor=actor(role), beneficiary=child, reason="想看看")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201, "电话13800000000"])
def test_a_reason_is_needed_and_holds_no_number(child, actor, reason):
    with pytest.raises(Invalid) as refused:
        open_minor_file(actor=actor("WORKER"), beneficiary=child, reason=reason)
    assert refused.value.errors[0].field == "reason"


def test_an_adult_s_file_and_one_open_already_are_not_opened(network, child, actor):
    worker = actor("WORKER")
    with pytest.raises(Conflict) as refused:
        open_minor_file(actor=worker, beneficiary=file_person(network["S001"]), reason="值班")
    assert refused.value.code == "no_minor"
    open_minor_file(actor=worker, beneficiary=child, reason="值班")
    with pytest.raises(Conflict) as again:
        open_minor_file(actor=worker, beneficiary=child, reason="值班")
    assert again.value.code == "file_open"


def test_no_opening_ends_before_it_begins(child):
    now = datetime.now(clock.ZONE)
    with pytest.raises(IntegrityError), transaction.atomic():
        FileOpening.objects.create(
            station=child.station, beneficiary=child, by_uuid=child.uuid, by_name="某人",
            reason="值班", opened_at=now, valid_until=now,
        )  # fmt: skip


def test_who_files_a_child_is_responsible_and_may_go_on(network, actor):
    worker = actor("WORKER")
    child = file_beneficiary(
        actor=worker, station=network["S001"], division_code=VILLAGE, name="吴小雨",
        filed_on=TODAY, id_number=CHILD_NUMBER,
    )  # fmt: skip

    assert (child.born_on, child.responsible_uuid) == (date(2014, 3, 9), worker.user_uuid)
    assert child.responsible_name == worker.name
    give_consent(
        actor=worker, beneficiary=child, kind="SERVICE", given_by="GUARDIAN",
        guardian_name="吴大山", guardian_relation="父亲", valid_from=TODAY,
    )  # fmt: skip
    with pytest.raises(Forbidden):
        give_consent(
            actor=actor("WORKER"), beneficiary=child, kind="IMAGE", given_by="DUTY",
            duty="未成年人保护法", valid_from=TODAY,
        )  # fmt: skip


def test_a_told_day_of_birth_counts_where_there_is_no_number(network, actor):
    filed = {"station": network["S001"], "division_code": VILLAGE, "filed_on": TODAY}
    child = file_beneficiary(
        actor=actor("WORKER"), name="吴小雨", born_on=date(2015, 1, 2), **filed
    )
    adult = file_beneficiary(actor=actor("WORKER"), name="吴大山", **filed)

    assert child.responsible_uuid is not None
    assert (adult.born_on, adult.responsible_uuid) == (None, None)


def test_a_number_entered_later_closes_the_file_to_others(network, actor):
    worker, other = actor("WORKER"), actor("WORKER")
    person = file_person(network["S001"])
    agree(person, kind="SENSITIVE_DATA")
    changed = edit_file(
        actor=worker, beneficiary=person, name="吴小雨", division_code=VILLAGE,
        id_number=CHILD_NUMBER,
    )  # fmt: skip

    assert changed.responsible_uuid == worker.user_uuid
    assert Beneficiary.objects.restrict(worker, "read").filter(pk=person.pk).exists()
    assert not Beneficiary.objects.restrict(other, "read").filter(pk=person.pk).exists()


def test_a_day_of_birth_entered_by_mistake_is_corrected(network, actor):
    """X10 follows it both ways; an ID number tells it better."""
    worker, other = actor("WORKER"), actor("WORKER")
    person = file_person(network["S001"], born_on=date(1950, 3, 2))
    agree(person, kind="SENSITIVE_DATA")
    given = {"actor": worker, "beneficiary": person, "name": "吴小雨", "division_code": VILLAGE}

    def reads(who):
        return Beneficiary.objects.restrict(who, "read").filter(pk=person.pk).exists()

    assert reads(other)
    young = edit_file(**given, born_on=date(2015, 1, 2))
    assert (young.born_on, young.responsible_uuid) == (date(2015, 1, 2), worker.user_uuid)
    assert (reads(worker), reads(other)) == (True, False)
    assert edit_file(**given).born_on == date(2015, 1, 2)  # empty: as it is on file
    assert edit_file(**given, born_on=date(1951, 3, 2)).born_on == date(1951, 3, 2)
    assert reads(other)

    for number, day in (("", date(2026, 11, 21)), (CHILD_NUMBER, date(2026, 11, 21))):
        with pytest.raises(Invalid) as refused:
            edit_file(**given, id_number=number, born_on=day)
        assert [error.field for error in refused.value.errors] == ["born_on"]
    numbered = edit_file(**given, id_number=CHILD_NUMBER, born_on=date(1951, 3, 2))
    assert numbered.born_on == date(2014, 3, 9)
    with pytest.raises(Invalid) as refused:
        edit_file(**given, born_on=date(1951, 3, 2))
    assert [error.field for error in refused.value.errors] == ["born_on"]
    assert "2014" not in str(refused.value.errors)
    person.refresh_from_db()
    assert person.born_on == date(2014, 3, 9)


def test_nobody_is_filed_before_being_born(network, actor):
    with pytest.raises(Invalid) as refused:
        file_beneficiary(
            actor=actor("WORKER"), station=network["S001"], division_code=VILLAGE, name="吴小雨",
            filed_on=TODAY, born_on=date(2026, 11, 21),
        )  # fmt: skip
    assert [error.field for error in refused.value.errors] == ["born_on"]


def test_the_head_names_somebody_of_the_station(child, actor, done):
    head, worker, stranger = actor("HEAD"), actor("WORKER"), actor("WORKER", "510402-S002")
    known = dict(members_for(child.station))
    assert worker.user_uuid in known
    assert stranger.user_uuid not in known

    named = name_responsible(actor=head, beneficiary=child, user=worker.user_uuid)
    assert named.responsible_name == worker.name
    assert done() == ["beneficiary.name_responsible"]
    with pytest.raises(Invalid):
        name_responsible(actor=head, beneficiary=child, user=stranger.user_uuid)
    with pytest.raises(Forbidden):
        name_responsible(actor=worker, beneficiary=child, user=worker.user_uuid)


def test_the_list_shows_a_masked_row_and_a_search_finds_nothing(child, actor, network):
    adult = file_person(network["S001"], name="吴大山")
    worker = actor("WORKER")
    rows = {person.pk: person.may_read for person in persons(worker, station=network["S001"])}
    assert rows == {child.pk: False, adult.pk: True}

    found = search_persons(persons(worker), "吴")
    assert [person.pk for person in found] == [adult.pk]
    assert child in search_persons(persons(actor("HEAD")), "吴小雨")
    assert not persons(worker, category="child.ORPHAN").exists()


def test_a_closed_file_is_empty_to_read(child, actor):
    fill(child)
    closed, whole = read_file(actor("WORKER"), child), read_file(actor("HEAD"), child)

    assert closed.visits == closed.needs == closed.consents == closed.categories == []
    assert all((whole.visits, whole.needs, whole.consents, whole.categories, whole.levels))


def test_the_lines_behind_a_figure_name_no_child_to_who_may_not_read(child, actor):
    fill(child)
    made = Visit.objects.get(beneficiary=child)
    for kind, record in (("beneficiary", child), ("visit", made)):
        closed = SOURCES[kind].describe([record.uuid], actor("WORKER"))[record.uuid]
        whole = SOURCES[kind].describe([record.uuid], actor("HEAD"))[record.uuid]
        assert (closed.who, whole.who) == ("吴**", "吴小雨"), kind


def test_who_is_told_to_be_a_child_is_a_minor_while_the_day_of_birth_is_unknown(network, actor):
    """X10: by the kind; a known day of birth decides, and so does the end of the kind."""
    worker, other = actor("WORKER"), actor("WORKER")
    person = file_person(network["S001"])
    entry = add_category(
        actor=worker, beneficiary=person, category="child.IN_NEED", valid_from=date(2026, 5, 4)
    )
    paper = visit(person, date(2026, 6, 1))

    person.refresh_from_db()
    assert person.responsible_uuid == worker.user_uuid
    for who, reads in ((worker, True), (other, False), (actor("HEAD"), True)):
        assert Beneficiary.objects.restrict(who, "read").filter(pk=person.pk).exists() is reads
        assert Visit.objects.restrict(who, "view").filter(pk=paper.pk).exists() is reads
    assert open_minor_file(actor=other, beneficiary=person, reason="陪同就医").valid_until
    assert Beneficiary.objects.restrict(other, "read").filter(pk=person.pk).exists()

    late = actor("WORKER")
    end_category(actor=worker, entry=entry, on=TODAY)
    assert Beneficiary.objects.restrict(late, "read").filter(pk=person.pk).exists()
    Beneficiary.objects.filter(pk=person.pk).update(born_on=date(2012, 1, 1))
    assert not Beneficiary.objects.restrict(late, "read").filter(pk=person.pk).exists()


def test_a_guardian_is_told_and_may_refuse(network, actor, done):
    """X10: a step of its own with day, version and answer; a refusal stops their consent."""
    child, head = file_child(network["S001"]), actor("HEAD")
    told = {"actor": head, "beneficiary": child, "on": TODAY}
    by_guardian = {
        "actor": head,
        "beneficiary": child,
        "kind": "SENSITIVE_DATA",
        "given_by": "GUARDIAN",
        "guardian_name": "吴建国",
        "guardian_relation": "父亲",
        "valid_from": TODAY,
    }
    for wrong in ({"on": TODAY + timedelta(1)}, {"answer": "PERHAPS"}, {"version": "99"}):
        with pytest.raises(Invalid):
            give_guardian_notice(**{**told, "answer": "ACCEPTED", **wrong})
    with pytest.raises(Conflict):
        adult = file_person(network["S001"])
        give_guardian_notice(**told | {"beneficiary": adult}, answer="ACCEPTED")

    refused = give_guardian_notice(**told, answer="REFUSED")
    assert (refused.guardian_notice_version, refused.guardian_notice_on) == ("1", TODAY)
    with pytest.raises(Conflict) as stopped:
        give_consent(**by_guardian)
    assert stopped.value.code == "notice_refused"
    assert give_consent(**by_guardian | {"kind": "SERVICE"})
    give_guardian_notice(**told, answer="ACCEPTED")
    assert give_consent(**by_guardian)
    assert done()[0] == "beneficiary.guardian_notice"


def test_the_notice_to_the_guardian_has_its_page(network, visitor):
    child, head = file_child(network["S001"]), visitor("HEAD", "510402-S001")
    page = f"/casework/510402-S001/persons/{child.uuid}/"
    form = head.get(f"{page}guardian-notice/").content.decode()
    assert "您可以拒绝" in form
    sent = {"on": TODAY.isoformat(), "answer": "REFUSED"}
    assert head.post(f"{page}guardian-notice/", sent).status_code == 302
    assert "监护人拒绝" in head.get(page).content.decode()
