"""What a form offers from the last entry of the same user at the place."""

from datetime import date, timedelta

import pytest
from django import forms
from django.db import models
from django.urls import reverse

from api.v1.record import REGISTERS
from kernel.access.queries import actor_of
from kernel.crypto import EncryptedTextField
from kernel.workdays import clock
from stations.casework.domain import record_service, record_visit
from stations.casework.forms import VisitForm
from stations.casework.models import ServiceRecord, Visit
from stations.people.domain import record_session
from stations.records.domain import withdraw
from stations.records.last import last_values, offered_fields
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import client_for
from tests.fixtures.records import add_worker, file_person, noon, works
from tests.stations.conftest import Visitor

CODE = "510402-S001"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def user(member):
    return member("HEAD", scope_code=CODE)


def initial(visitor, app, name, query=""):
    address = reverse(f"{app}:{name}", args=[CODE], urlconf="config.urls_county")
    return visitor.get(f"{address}{query}").context["form"].initial


def served(user, station, **given):
    usual = {"service": "3.2.1.1", "kind": "HARDSHIP", "served_on": date(2026, 11, 2)}
    return record_service(actor=actor_of(user), station=station, **usual | given)


def test_every_field_is_one_of_the_form_and_holds_no_words_about_anybody():
    found = {each.noun: (each.form.base_fields, each.model) for each in REGISTERS if each.form}
    found["visits"] = (VisitForm.base_fields, Visit)
    for noun, names in offered_fields().items():
        fields, model = found[noun]
        assert "station" in {field.name for field in model._meta.fields}, noun
        for name in names:
            column = model._meta.get_field(name)
            assert not isinstance(fields[name].widget, forms.Textarea | forms.DateInput), name
            assert not isinstance(column, EncryptedTextField | models.ForeignKey), name
            # Where something is held may have to be purged, but is about nobody.
            assert name not in {"name", *model.free_texts} - {"place"}, (noun, name)


def test_a_service_offers_what_the_same_user_entered_last(network, user, visitor, member):
    browser = Visitor(client_for(user))
    served(user, network["S001"])
    last = served(user, network["R001"], kind="COUNSELLING", note="张桂兰家漏雨")
    served(member("WORKER", scope_code=CODE), network["S001"], kind="BEHAVIOUR")
    offered = initial(browser, "casework", "services-new")

    assert offered == {"service": "3.2.1.1", "kind": "COUNSELLING"}
    withdraw(actor=actor_of(user), entry=last, reason="登错")
    assert initial(browser, "casework", "services-new")["kind"] == "HARDSHIP"
    assert initial(visitor("WORKER", CODE), "casework", "services-new") == {}


def test_supervision_keeps_kind_and_manner_and_what_a_link_names(network, user):
    worker = add_worker()
    works(worker, network["S001"])
    record_session(
        actor=actor_of(user),
        station=network["S001"],
        staff=worker,
        kind="SUPPORTIVE",
        mode="GROUP",
        site="ON_SITE",
        held_on=date(2026, 11, 2),
        supervisor_name="陈督导",
    )
    browser = Visitor(client_for(user))

    offered = {"kind": "SUPPORTIVE", "mode": "GROUP", "site": "ON_SITE"}
    assert initial(browser, "people", "supervisions-new") == offered
    named = initial(browser, "people", "supervisions-new", f"?staff={worker.uuid}")
    assert named["staff"] == str(worker.uuid)


def test_a_visit_to_whomever_offers_the_last_place_and_never_the_note(network, user):
    person = file_person(network["S001"])
    told = {"held_at": noon(TODAY - timedelta(1)), "result": "MET", "note": "药够半月"}
    record_visit(actor=actor_of(user), beneficiary=person, place="PHONE", **told)
    offered = initial(Visitor(client_for(user)), "casework", "visit-new")

    assert offered["place"] == "PHONE"
    assert {"note", "person", "result"}.isdisjoint(offered)


def test_the_question_is_one_however_many_rows(network, user, django_assert_num_queries):
    for kind in ("HARDSHIP", "CARE", "BEHAVIOUR"):
        served(user, network["S001"], kind=kind)
    actor = actor_of(user)
    with django_assert_num_queries(1):
        assert last_values("services", actor, ServiceRecord.objects.all())["kind"] == "BEHAVIOUR"
