"""A text that is asked for has a sign that can be seen, whichever way it comes."""

import pytest

from kernel.errors import Invalid
from kernel.workdays import clock
from stations.casework.domain import add_household, file_beneficiary
from stations.casework.models import Beneficiary
from stations.people.domain import add_staff
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, file_person, need, works

CODE = "510402-S001"
# A space of no width, joiners, a mark of direction, a soft hyphen, a wide space, a private sign.
UNSEEN = ["\u200b\u200b", "\u2060", "\u202e", "\u00ad", "\u3000\u200d", "\ue000"]
# Rare signs of names: beyond the first plane, a point, letters of other scripts, a variant.
SEEN = ["𠮷田", "买买提·吐尔逊", "O’Neil", "葛\U000e0100城", "ཚེ་རིང་"]


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def filed(network, actor):
    def file(name):
        return file_beneficiary(
            actor=actor("HEAD"),
            station=network["S001"],
            name=name,
            division_code="510402001001",
            filed_on=TODAY,
        )

    return file


@pytest.mark.parametrize("name", UNSEEN)
def test_nobody_has_a_name_that_cannot_be_seen(filed, network, actor, name):
    others = {"actor": actor("HEAD"), "station": network["S001"], "name": name}
    place = {"division_code": "510402001001", "filed_on": TODAY}
    for write in (
        lambda: filed(name),
        lambda: add_staff(joined_on=TODAY, **others),
        lambda: add_household(**place, **others),
    ):
        with pytest.raises(Invalid) as refused:
            write()
        assert [error.field for error in refused.value.errors] == ["name"]
    assert not Beneficiary.objects.exists()


@pytest.mark.parametrize("name", SEEN)
def test_rare_signs_of_names_are_kept(filed, name):
    assert Beneficiary.objects.get(pk=filed(name).pk).name == name


def test_a_page_keeps_what_was_typed(network, visitor):
    head, worker = visitor("HEAD"), add_worker()
    works(worker, network["S001"])
    typed = {
        "title": "\u200b",
        "channel": "BOARD",
        "topic": "POLICY",
        "published_on": "2026-11-01",
        "staff": str(worker.uuid),
    }
    answer = head.post("/people/510402-S001/publicity/new/", typed)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"title"}
    assert answer.context["form"]["published_on"].value() == "2026-11-01"


@pytest.mark.parametrize("act", ["withdraw", "match"])
def test_an_act_on_a_record_takes_no_reason_that_cannot_be_seen(
    network, visitor, member, api_client, act
):
    """The record's own column may be empty: what its act asks for may not."""
    raised = need(file_person(network["S001"]), TODAY)
    field = {"withdraw": "reason", "match": "helper"}[act]
    body = {field: "\u200b"} | ({"on": str(TODAY)} if act == "match" else {})

    answer = visitor("HEAD", CODE).post(f"/casework/{CODE}/needs/{raised.uuid}/{act}/", body)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}

    client = api_client(member("HEAD", scope_code=CODE))
    answer = client.post(f"/api/v1/needs/{raised.uuid}/{act}", body, "application/json")
    assert answer.status_code == 422
    assert [(wrong["field"], wrong["code"]) for wrong in answer.json()["errors"]] == [
        (field, "blank")
    ]


def test_a_place_is_not_closed_for_a_reason_that_cannot_be_seen(network, visitor):
    body = {"state": "CLOSED", "on": "2026-11-01", "reason": "\u2060"}
    answer = visitor("BUREAU").post("/network/510402-S001/state/", body)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"reason"}
