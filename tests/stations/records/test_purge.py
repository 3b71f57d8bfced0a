"""Free texts that must not stand are emptied in people and community too (C41b)."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.community.models import CommunityOrg, OrgActivity
from stations.people.domain import disband_team
from stations.people.models import Training, VolunteerTeam
from stations.records.models import Record
from stations.records.purge import PURGED, purge_entry
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import act, add_lead, org, step, train, volunteer
from tests.stations.conftest import ROLES

CODE, OTHER = "510402-S001", "510402-S002"
SECRET, WHY = "某部队驻地和番号", "涉及军队保密信息"
DAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def training(network):
    return train(network["S001"], DAY, title=SECRET, place=SECRET)


def page(name, *args):
    return reverse(name, args=args, urlconf="config.urls_county")


def purge(actor, entry, **changes):
    given = {"field": "place", "reason": WHY}
    return purge_entry(actor=actor, entry=entry, **(given | changes))


def test_whoever_has_free_texts_says_who_purges_them():
    models = [m for m in apps.get_models() if issubclass(m, Record) and m.free_texts]
    assert len(models) > 10
    for model in models:
        assert "purge" in model.objects.all().rules, model
        assert all(model._meta.get_field(name) for name in model.free_texts)


def test_what_the_trail_calls_a_record_holds_none_of_its_free_texts():
    for model in apps.get_models():
        if issubclass(model, Record):
            texts = (*model.free_texts, "withdrawn_reason")
            assert SECRET not in str(model(**dict.fromkeys(texts, SECRET))), model


@pytest.mark.parametrize("role", ["HEAD", "SUPERVISOR"])
def test_the_text_is_gone_and_the_trail_says_who_where_and_why(training, actor, role):
    purger = actor(role)
    purge(purger, training)

    assert Training.objects.get(pk=training.pk).place == ""
    entry = Entry.objects.get(action="text.purge")
    assert (entry.actor_name, entry.object_uuid) == (purger.name, training.uuid)
    assert entry.after == {"field": "place", "reason": WHY}
    with pytest.raises(Conflict) as refused:
        purge(purger, training)
    assert refused.value.code == "empty"


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"HEAD", "SUPERVISOR"}))
def test_nobody_else_purges(training, actor, role):
    with pytest.raises(Forbidden):
        purge(actor(role), training)
    assert Training.objects.get(pk=training.pk).place == SECRET


def test_the_head_of_another_station_purges_nothing(training, actor):
    with pytest.raises(Forbidden):
        purge(actor("HEAD", OTHER), training)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"reason": "见13800000000"}, "reason"),
        ({"field": "kind"}, "field"),
        ({"field": "uuid"}, "field"),
        ({"field": "no_such"}, "field"),
    ],
)
def test_what_is_refused(training, actor, changes, field):
    with pytest.raises(Invalid) as refused:
        purge(actor("HEAD"), training, **changes)
    assert refused.value.errors[0].field == field


def test_a_text_that_a_record_needs_is_replaced_and_the_record_goes_on(network, actor):
    head = actor("HEAD")
    teams = [
        VolunteerTeam.objects.create(station=network["S001"], name=name, valid_from=DAY)
        for name in (SECRET, f"{SECRET}二队")
    ]
    for team in teams:
        assert purge(head, team, field="name").name.startswith(PURGED)
        with pytest.raises(Conflict):
            purge(head, team, field="name")

    team = VolunteerTeam.objects.get(pk=teams[0].pk)
    assert disband_team(actor=head, entry=team, on=TODAY).valid_to == TODAY


def test_the_page_names_texts_by_their_label(training, visitor):
    head, one = visitor("HEAD", CODE), page("people:trainings-one", CODE, training.uuid)
    assert f"{one}purge/" in head.get(one).content.decode()
    asked = head.get(f"{one}purge/").content.decode()
    assert SECRET not in asked
    assert 'value="title"' in asked

    assert head.post(f"{one}purge/", {"field": "title", "reason": ""}).status_code == 422
    assert head.post(f"{one}purge/", {"field": "title", "reason": WHY}).status_code == 302
    left = head.get(f"{one}purge/").content.decode()
    assert ('value="title"' in left, 'value="place"' in left) == (False, True)
    assert f"{one}purge/" not in visitor("WORKER", CODE).get(one).content.decode()


def test_the_api_purges_a_text_too(network, member):
    made = step(volunteer(network["S001"]), "USE", DAY, content=SECRET)
    client = api_client_for(member("SUPERVISOR", scope_code=CODE), COUNTY)
    body = json.dumps({"field": "content", "reason": WHY})
    answer = client.post(
        f"/api/v1/volunteer-steps/{made.uuid}/purge", body, content_type="application/json"
    )
    enter_county(COUNTY)
    assert (answer.status_code, answer.json()["content"]) == (200, "")
    assert SECRET not in str(list(Entry.objects.values_list("after", "object_text")))


def test_a_lead_without_a_file_is_purged_by_the_head_alone(network, actor):
    lead = add_lead(network["S001"], DAY, situation=SECRET)
    with pytest.raises(Forbidden):
        purge(actor("WORKER"), lead, field="situation")
    purge(actor("HEAD"), lead, field="situation")
    lead.refresh_from_db()
    assert SECRET not in lead.situation


def test_texts_of_organisations_are_chosen_by_kind_and_day(network, visitor):
    made = org(network["R001"], name=SECRET)
    held = act(made, DAY, title=SECRET)
    org(network["S002"], name="他站的组织")
    supervisor, address = visitor("SUPERVISOR", CODE), page("community:purge", CODE)
    assert address in supervisor.get(page("community:orgs", CODE)).content.decode()
    asked = supervisor.get(address).content.decode()
    assert SECRET not in asked
    assert asked.count("communityorg:") == 1
    assert "社会组织活动 · " in asked

    sent = {"field": f"orgactivity:{held.uuid}:title", "reason": WHY}
    assert supervisor.post(address, sent).status_code == 302
    assert supervisor.post(address, sent).status_code == 422
    assert OrgActivity.objects.get(pk=held.pk).title.startswith(PURGED)
    assert CommunityOrg.objects.get(pk=made.pk).name == SECRET
    assert visitor("WORKER", CODE).get(address).status_code == 403
