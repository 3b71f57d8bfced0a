"""Workers and volunteers ask about their own data: see, take out, correct, erase after leaving."""

import json
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import (
    finish_correction,
    grant_request,
    hand_out,
    receive_team_request,
)
from stations.casework.models import TeamRequest
from stations.casework.queries.held import make_file
from stations.people.domain import (
    add_credential,
    appraise_volunteer,
    award_volunteer,
    edit_staff,
    edit_volunteer,
    record_departure,
    record_leaving,
    record_return,
    record_session,
    record_step,
    take_back_departure,
)
from stations.people.models import Credential, Staff, VolunteerStep
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import a_team_request
from tests.fixtures.records import add_worker, file_person, step, visit, volunteer, works
from tests.fixtures.staffing import volunteer_records
from tests.stations.conftest import ROLES

S001, DAY = "510402-S001", date(2026, 5, 4)
STATION = {"scope_kind": "STATION"}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def worker(network):
    made = add_worker("方社工", id_number="510402199002030015", phone="13900000000", major="法学")
    works(made, network["S001"])
    Credential.objects.create(staff=made, level="WORKER", number="川0001", issued_on=DAY)
    return made


def ask(actor, subject, station, kind="SEE", **changes):
    who = {"staff" if isinstance(subject, Staff) else "volunteer": subject}
    facts = {"kind": kind, "asked_on": TODAY, **who}
    return receive_team_request(actor=actor, station=station, **(facts | changes))


def test_a_worker_sees_all_that_is_held_and_nothing_of_the_persons_served(network, worker, actor):
    visit(file_person(network["S001"], name="曾大山"), DAY, staff=worker, note="老人独居")
    request = ask(actor("HEAD"), worker, network["S001"], "TAKE_OUT")
    grant_request(actor=actor("BUREAU"), entry=request)
    made = make_file(hand_out(actor=actor("HEAD"), entry=request), by=actor("HEAD"))
    with ZipFile(BytesIO(made.content)) as archive:
        data = json.loads(archive.read("personal-data.json"))["tables"]
        page = archive.read("personal-data.html").decode()

    assert data["people.staff"][0]["id_number"] == "510402199002030015"
    assert data["people.credential"][0]["number"] == "川0001"
    assert {"people.assignment", "casework.teamrequest"} < set(data)
    assert "casework.visit" not in data
    assert "方社工" in page
    for word in ("曾大山", "老人独居"):
        assert word not in page, word
    entry = Entry.objects.get(action="data_request.hand_out")
    assert entry.after["person"] == str(worker.uuid)


def test_a_volunteer_s_file_holds_the_steps(network, actor):
    helper = volunteer(network["S001"], name="何志愿")
    step(helper, "SERVE", DAY, content="陪伴老人")
    request = a_team_request(helper, network["S001"], TODAY)
    page = make_file(request, by=actor("HEAD")).content.decode()
    assert "何志愿" in page
    assert "陪伴老人" in page


def test_a_correction_points_at_the_change(network, worker, actor):
    request = ask(actor("HEAD"), worker, network["S001"], "CORRECT", details="姓名写错")
    grant_request(actor=actor("BUREAU"), entry=request)
    edit_staff(actor=actor("HEAD"), entry=worker, name="方晓工", channel="RECRUITED")
    made = finish_correction(actor=actor("HEAD"), entry=request, correction="姓名已更正")
    assert made.change_uuid == Entry.objects.get(action="staff.edit").uuid


def leave(worker, actor, on):
    record_leaving(actor=actor("HEAD"), staff=worker, on=on)
    worker.refresh_from_db()


@pytest.mark.parametrize(
    ("left_on", "code"), [(None, "works_here"), (date(2025, 1, 1), "kept_by_law")]
)
def test_a_worker_is_not_erased_before_the_law_allows(network, worker, actor, left_on, code):
    if left_on:
        leave(worker, actor, left_on)
    request = a_team_request(worker, network["S001"], TODAY, "ERASE")
    with pytest.raises(Conflict) as refused:
        grant_request(actor=actor("BUREAU"), entry=request)
    assert [error.code for error in refused.value.errors] == [code]
    assert Staff.objects.get(pk=worker.pk).phone == "13900000000"


def test_erasing_a_worker_keeps_what_the_law_keeps(network, worker, actor):
    leave(worker, actor, date(2024, 1, 1))
    request = a_team_request(worker, network["S001"], TODAY, "ERASE")
    done = grant_request(actor=actor("BUREAU"), entry=request)

    assert done.state == "DONE"
    gone = Staff.objects.get(pk=worker.pk)
    assert (gone.name, gone.id_number, gone.id_number_index) == ("已匿名", "", "")
    assert (gone.phone, gone.major, gone.left_on) == ("", "", date(2024, 1, 1))
    assert gone.assignments.count() == 1
    assert Credential.objects.get(staff=worker).number == "川0001"
    assert "方社工" not in str(list(Entry.objects.filter(action="staff.erase").values()))
    with pytest.raises(Conflict) as again:
        ask(actor("BUREAU"), gone, network["S001"])
    assert again.value.code == "erased"


def test_a_volunteer_leaves_the_team_first_and_the_hours_stay(network, actor):
    helper = volunteer(network["S001"], name="何志愿", phone="13800000000")
    volunteer_records(helper)
    made = step(helper, "SERVE", DAY, hours=3, content="陪何大爷看病")
    request = a_team_request(helper, network["S001"], TODAY, "ERASE")
    with pytest.raises(Conflict) as refused:
        grant_request(actor=actor("BUREAU"), entry=request)
    assert [error.code for error in refused.value.errors] == ["is_here", "in_a_team"]

    leave_station(helper, actor)
    grant_request(actor=actor("BUREAU"), entry=request)
    helper.refresh_from_db()
    kept = VolunteerStep.objects.get(pk=made.pk)
    assert (helper.name, helper.phone) == ("已匿名", "")
    assert (kept.hours, kept.done_on, kept.content) == (3, DAY, "")


def leave_station(helper, actor):
    record_departure(actor=actor("WORKER"), entry=helper, on=TODAY, reason="MOVED")


def test_who_volunteers_here_is_not_erased_and_the_page_says_so_before(network, actor, visitor):
    helper = volunteer(network["S001"], name="何志愿", phone="13800000000")
    request = a_team_request(helper, network["S001"], TODAY, "ERASE")
    page, grant = (
        reverse(f"casework:team-requests-{name}", "config.urls_county", [S001, request.uuid])
        for name in ("one", "grant")
    )
    bureau, said = visitor("BUREAU"), "该人员仍是本站志愿者，须先办理离开。"
    assert said in bureau.get(page).content.decode()
    refused = bureau.post(grant, {"answer": ""})
    assert (refused.status_code, said in refused.content.decode()) == (422, True)
    helper.refresh_from_db()
    assert helper.phone == "13800000000"

    leave_station(helper, actor)
    assert said not in bureau.get(page).content.decode()
    assert bureau.post(grant, {"answer": ""}).status_code == 302
    assert TeamRequest.objects.get().state == "DONE"


@pytest.mark.parametrize("both", [True, False])
def test_it_is_about_exactly_one(network, worker, actor, both):
    who = {"staff": worker, "volunteer": volunteer(network["S001"])} if both else {}
    with pytest.raises(Invalid) as refused:
        receive_team_request(
            actor=actor("HEAD"), station=network["S001"], kind="SEE", asked_on=TODAY, **who
        )
    assert refused.value.errors[0].field == "staff"
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamRequest.objects.create(
            station=network["S001"], kind="SEE", asked_on=TODAY, due_on=TODAY, **who
        )


def test_a_worker_s_request_is_no_colleague_s_business(network, worker, actor):
    a_team_request(worker, network["S001"], TODAY)
    reached = {role for role in ROLES if TeamRequest.objects.restrict(actor(role), "view").exists()}
    assert reached == {"BUREAU", "HEAD"}
    with pytest.raises(Forbidden):
        ask(actor("WORKER"), worker, network["S001"])


def test_a_volunteer_s_is_taken_in_by_a_worker(network, actor):
    request = ask(actor("WORKER"), volunteer(network["S001"]), network["S001"])
    assert request.due_on == TODAY + timedelta(days=15)
    assert TeamRequest.objects.restrict(actor("WORKER"), "edit").count() == 1


def test_the_whole_way_on_the_pages(network, worker, visitor):
    head, bureau = visitor("HEAD", S001, **STATION), visitor("BUREAU")

    def page(name, *ids):
        return reverse(f"casework:{name}", "config.urls_county", [S001, *ids])

    sent = {"staff": str(worker.uuid), "kind": "SEE", "asked_on": TODAY.isoformat()}
    wrong = head.post(page("team-requests-new"), sent | {"staff": ""})
    assert wrong.status_code == 422
    assert head.post(page("team-requests-new"), sent).status_code == 302
    request = TeamRequest.objects.get()
    assert page("team-requests-one", request.uuid) in bureau.get("/").content.decode()
    assert bureau.post(page("team-requests-grant", request.uuid), {"answer": ""}).status_code == 302
    one = head.get(page("team-requests-one", request.uuid)).content.decode()
    assert page("team-request-file", request.uuid) in one
    made = head.post(page("team-request-file", request.uuid), {"checked": "on"})
    assert "方社工" in made.content.decode()
    assert TeamRequest.objects.get().state == "DONE"


def test_nothing_is_written_anew_of_a_volunteer_who_was_erased(network, actor, visitor):
    head, station = actor("HEAD"), network["S001"]
    helper = volunteer(station, name="何志愿")
    record_departure(actor=head, entry=helper, on=TODAY, reason="MOVED")
    request = a_team_request(helper, station, TODAY, "ERASE")
    grant_request(actor=actor("BUREAU"), entry=request)
    helper.refresh_from_db()
    early = TODAY - timedelta(30)
    for do, values in (
        (edit_volunteer, {"name": "何志愿"}),
        (record_return, {"on": TODAY}),
        (take_back_departure, {"reason": "误录"}),
        (award_volunteer, {"kind": "STAR", "title": "星级", "awarded_on": early}),
        (appraise_volunteer, {"result": "GOOD", "appraised_on": early}),
    ):
        with pytest.raises(Conflict) as refused:
            do(actor=head, entry=helper, **values)
        assert refused.value.code == "erased", do
    with pytest.raises(Conflict) as refused:
        record_step(actor=head, volunteer=helper, step="USE", done_on=early)
    assert refused.value.code == "erased"
    page = visitor("HEAD", S001).get(f"/people/{S001}/volunteers/{helper.uuid}/").content.decode()
    acts = ("edit", "step", "award", "appraise", "certificate", "return", "stay", "leave")
    assert not [act for act in acts if f"/{helper.uuid}/{act}/" in page]


def test_nothing_is_written_anew_of_a_worker_who_was_erased(network, worker, actor):
    head = actor("HEAD")
    leave(worker, actor, date(2024, 1, 1))
    grant_request(
        actor=actor("BUREAU"), entry=a_team_request(worker, network["S001"], TODAY, "ERASE")
    )
    worker.refresh_from_db()
    session = {"kind": "EDUCATIONAL", "mode": "INDIVIDUAL", "site": "ON_SITE", "held_on": DAY}
    for do, values in (
        (edit_staff, {"entry": worker, "name": "方社工", "channel": "RECRUITED"}),
        (add_credential, {"staff": worker, "level": "WORKER", "issued_on": DAY}),
        (
            record_session,
            {"staff": worker, "station": network["S001"], "supervisor_name": "督导", **session},
        ),
    ):
        with pytest.raises(Conflict) as refused:
            do(actor=head, **values)
        assert refused.value.code == "erased", do
