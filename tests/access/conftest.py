"""One town in the middle of its review, and a neighbour county with the same row ids."""

from collections.abc import Iterator
from copy import copy, deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from evaluation.cycles.models import Evidence
from evaluation.rollup.jobs import COUNT_RECORDS
from kernel.access.models import Membership
from kernel.accounts.models import User
from kernel.jobs.domain import enqueue
from kernel.tenancy import county_context
from stations.network.models import MemberProposal
from tests.fixtures.care import (
    a_capability_check,
    a_case_need,
    a_funeral,
    a_homeless_aid,
    a_homeless_step,
    a_patrol,
    a_plan,
    a_report,
    an_indicator,
    applies,
    bereaved,
    cares,
    looks_after,
    name_officer,
    refers,
    rests,
    wishes,
)
from tests.fixtures.clients import api_client_for, client_for
from tests.fixtures.community import (
    a_group,
    a_link,
    a_map,
    a_party,
    a_proposal,
    an_own_activity,
)
from tests.fixtures.counties import COUNTY, OTHER, align_ids
from tests.fixtures.custody import (
    a_county_rule,
    a_disposal,
    a_loan,
    a_record_disposal,
    a_request,
    a_team_request,
    a_volume,
    an_activity,
    an_opening,
    file_child,
)
from tests.fixtures.cycles import Town, bring, freeze_town, held, make_town, standing_in
from tests.fixtures.people import make_official, make_user
from tests.fixtures.projects import project_records
from tests.fixtures.records import (
    a_case,
    add_lead,
    add_worker,
    agree,
    apply_to,
    belongs,
    enlist,
    file_person,
    follow_up,
    live_together,
    look_after,
    need,
    noon,
    note_alert,
    note_talent,
    plan_for,
    rate,
    serve,
    set_level,
    supervise,
    visit,
    volunteer,
    works,
)
from tests.fixtures.staffing import complains, staffing_records, volunteer_records

USERS = {
    "B": "bureau",
    "U": "hub",
    "A": "auditor",
    "H": "head",
    "W": "worker",
    "R": "room",
    "T": "township",
    "V": "r1",
    "S": "supervisor",
    "G": "agency",
    "P": "purchaser",
}


@dataclass
class Peopled(Town):
    """A town with a record of each kind at each station, and its neighbour county."""

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    neighbour: "Peopled | None" = None
    # What a path may name, by station: read once, it is asked for by every row of the table.
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    # Who holds nothing in this county.
    outsiders: list[User] = field(default_factory=list)
    # By user and whether of the API: as they logged in, once for all rows.
    clients: dict[tuple[Any, bool], Client] = field(default_factory=dict)

    def client(self, user: User, *, is_api: bool) -> Client:
        """Somebody's client as it was when they logged in."""
        found = copy(self.clients[user.uuid, is_api])
        found.cookies = deepcopy(found.cookies)
        return found


def people(town: Town) -> Peopled:
    """Records of each kind at each station; row ids collide between the two counties."""
    found = Peopled(town.stations, town.users, town.county, town.cycle)
    with county_context(town.county):
        for code in ("S001", "S002"):
            if code in town.stations:
                found.records[code] = record_each(town, town.stations[code])
    return found


def record_each(town: Town, station: Any) -> dict[str, Any]:
    worker = add_worker()
    works(worker, station)
    helper = volunteer(station)
    person = file_person(station)
    raised = need(person, date(2023, 5, 4))
    case = a_case(file_person(station))
    volume = a_volume(case)
    hub, lead = town.stations["H001"], add_lead(station)
    reader = town.uuid("purchaser") if station.code.endswith("S001") else None
    job = enqueue(kind=COUNT_RECORDS, payload={}, actor=town.actor("bureau"))
    return {
        "staff": worker.uuid,
        **staffing_records(worker, station),
        "ethics_complaint": complains(station, taken_by_uuid=town.uuid("worker")).uuid,
        **volunteer_records(helper),
        "team_request": a_team_request(helper, station, date(2023, 5, 4)).uuid,
        "need": raised.uuid,
        "person": person.uuid,
        "kind": belongs(person, "disability").uuid,
        "consent": agree(person).uuid,
        "level": set_level(person, 3, date(2023, 5, 4)).uuid,
        "case": case.uuid,
        "follow_up": follow_up(case, date(2026, 5, 4)).uuid,
        "planned_visit": plan_for(person, date(2026, 12, 4)).uuid,
        "visit": visit(person, date(2023, 5, 4)).uuid,
        "job": job.uuid,
        "membership": a_membership(station).uuid,
        "member_proposal": a_member_proposal(station).uuid,
        "household": live_together(station).uuid,
        "lead": lead.uuid,
        "alert_note": note_alert(lead, date(2023, 5, 4)).uuid,
        "enrolment": apply_to(person).uuid,
        "risk": rate(person).uuid,
        "guardianship": look_after(person).uuid,
        "strength": note_talent(person).uuid,
        "roster": enlist(station).uuid,
        "volume": volume.uuid,
        "loan": a_loan(volume, date(2023, 5, 4)).uuid,
        "disposal": a_disposal(volume, date(2023, 5, 4)).uuid,
        "record_disposal": a_record_disposal(station, date(2023, 5, 4)).uuid,
        **{name: made.uuid for name, made in requests_each(station, person, worker).items()},
        "own_report": a_report(station, by=town.uuid("worker")).uuid,
        "opening": an_opening(person).uuid,
        "hub": hub.code,
        "processing": an_activity(hub).uuid,
        "retention_rule": a_county_rule(hub, "RETENTION").uuid,
        "stage_rule": a_county_rule(hub, "STAGES").uuid,
        "gate_rule": a_county_rule(hub, "GATES").uuid,
        "template_rule": a_county_rule(hub, "TEMPLATES").uuid,
        "supervision": supervise(worker, station, date(2023, 5, 4)).uuid,
        **project_records(station, reader),
        **{name: made.uuid for name, made in help_each(station, case).items()},
        **{name: made.uuid for name, made in around_each(station, person).items()},
    }


def requests_each(station: Any, person: Any, worker: Any) -> dict[str, Any]:
    """Requests about personal data: one that waits, and granted ones of each kind of person."""
    day = date(2023, 5, 4)
    granted = {
        "state": "GRANTED",
        "decided_on": date(2023, 5, 5),
        "decided_received_at": noon(date(2023, 5, 5)),
    }
    return {
        "request": a_request(person, day),
        "granted_request": a_request(person, day, "TAKE_OUT", **granted),
        "child_request": a_request(file_child(station), day, **granted),
        "worker_request": a_team_request(worker, station, day, **granted),
    }


def a_membership(station: Any) -> Membership:
    """Of somebody who never logs in."""
    return Membership.objects.create(
        user_uuid=uuid4(), user_name="某人", role="HEAD", scope_code=station.code,
        scope_kind="STATION",
    )  # fmt: skip


def a_member_proposal(station: Any) -> MemberProposal:
    """Of somebody whom nobody has decided on."""
    return MemberProposal.objects.create(
        station=station, role="WORKER", display_name="某人", phone="13900001234",
        proposed_by_uuid=uuid4(), proposed_by_name="某站长",
    )  # fmt: skip


def around_each(station: Any, person: Any) -> dict[str, Any]:
    """Resources, groups, activities and proposals: one of each."""
    return {
        "party": a_party(station),
        "link": a_link(station, person),
        "group": a_group(station),
        "own_activity": an_own_activity(station),
        "map": a_map(station),
        "proposal": a_proposal(station),
    }


def help_each(station: Any, case: Any) -> dict[str, Any]:
    """Services, plans, reports and help: one of each."""
    person = file_person(station)
    plan, aid, carer = a_plan(person), a_homeless_aid(station), cares(person)
    return {
        "service": serve(station, date(2026, 5, 4)),
        "plan": plan,
        "indicator": an_indicator(plan),
        "capability_check": a_capability_check(case),
        "case_need": a_case_need(case),
        "report": a_report(station),
        "officer": name_officer(uuid4()),
        "application": applies(person),
        "referral": refers(person),
        "homeless_aid": aid,
        "homeless_step": a_homeless_step(aid),
        "patrol": a_patrol(station),
        "wish": wishes(person),
        "bereavement": bereaved(person),
        "funeral": a_funeral(station),
        "carer": carer,
        "respite": rests(carer),
        "care_check": looks_after(person),
    }


def objects_of(town: Town, code: str) -> dict[str, Any]:
    """What a path may name, of one station of a town."""
    with county_context(town.county):
        evaluation = town.read(code)
        evidence = Evidence.objects.filter(item__evaluation=evaluation).first()
        return {
            "station": town.stations[code].code,
            "evaluation": evaluation.uuid,
            "cycle": town.cycle.uuid,
            "adoption": town.cycle.adoption.uuid,
            **town.records[code],
            "evidence": evidence.uuid if evidence else evaluation.uuid,
        }


def build() -> Peopled:
    """Both counties; S001 of the first stands in ASSIGNED."""
    align_ids()
    town = people(freeze_town(make_town()))
    bring(town, "ASSIGNED")
    town.neighbour = people(freeze_town(make_town(OTHER)))
    for each in (town, town.neighbour):
        each.objects = {code: objects_of(each, code) for code in each.records}
    town.outsiders = [
        town.neighbour.users["bureau"],
        make_user(),
        make_official("PROVINCE", "51"),
    ]
    for user in (*town.users.values(), *town.outsiders):
        town.clients[user.uuid, False] = client_for(user, COUNTY)
        town.clients[user.uuid, True] = api_client_for(user, COUNTY)
    return town


@pytest.fixture(scope="package")
def held_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with held(django_db_blocker, build) as town:
        yield town


@pytest.fixture
def town(held_town: Town, db: None) -> Iterator[Town]:
    with standing_in(held_town):
        yield held_town
