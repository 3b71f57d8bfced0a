"""Hints for a visit, by the kinds of the person: on the page, and along with a phone."""

import json

import pytest
from django.urls import reverse

from kernel.workdays import clock
from stations.casework.data_file import read_data
from stations.casework.models import BeneficiaryCategory
from stations.casework.queries.visit_template import template_of
from stations.casework.visit_templates import choose, visit_templates
from tests.conftest import DAY as TODAY
from tests.fixtures.records import belongs, file_person, plan_for

CODE = "510402-S001"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def url(name, *args):
    return reverse(f"casework:{name}", args=args, urlconf="config.urls_county")


def mental(person):
    held = belongs(person, "disability")
    held.disability_kind = "PSYCHE"
    held.save()
    return held


def test_the_data_names_kinds_and_sections_that_there_are_and_its_version():
    data = read_data("visit_templates")
    assert data["version"] >= 1
    assert [each.key for each in visit_templates()] == [
        *("RECOVERY", "CHILD", "VETERAN", "ELDER", "LOW_INCOME"),
    ]
    assert all(row["clause"] for row in data["templates"])
    assert [each.key for each in visit_templates() if not each.is_carried] == ["RECOVERY"]


@pytest.mark.parametrize(
    ("held", "key"),
    [
        ([("elder.ALONE", "")], "ELDER"),
        ([("assistance.DIBAO", ""), ("elder.AGED", "")], "ELDER"),
        ([("resettled.SERGEANT", ""), ("elder.AGED", "")], "VETERAN"),
        ([("left_behind.CHILD", ""), ("assistance.DIBAO", "")], "CHILD"),
        ([("disability", "PSYCHE"), ("elder.AGED", "")], "RECOVERY"),
        ([("disability", "LIMBS"), ("assistance.DIBAO", "")], "LOW_INCOME"),
        ([("other", "")], None),
        ([], None),
    ],
)
def test_the_first_that_fits_counts(held, key):
    found = choose(held)
    assert (found.key if found else None) == key


def test_kinds_that_ended_or_were_withdrawn_do_not_count(network):
    person = file_person(network["S001"])
    held = belongs(person, "elder.ALONE")

    assert template_of(person, TODAY).key == "ELDER"
    BeneficiaryCategory.objects.filter(pk=held.pk).update(withdrawn_at=clock.now())
    assert template_of(person, TODAY) is None


def test_the_form_gives_the_hints_of_the_person_named(network, visitor):
    person, plain = (file_person(network["S001"]) for _ in range(2))
    mental(person)
    plan = plan_for(person, TODAY)
    head, form = visitor("HEAD", CODE), url("visit-new", CODE)

    for query in (f"?person={person.uuid}", f"?plan={plan.uuid}"):
        page = head.get(form + query).content.decode()
        assert "精神障碍康复" in page
        assert "服药与复诊是否规律" in page
    for query in ("", f"?person={plain.uuid}"):
        assert "服药与复诊是否规律" not in head.get(form + query).content.decode()


def test_a_phone_takes_along_which_template_but_not_what_a_certificate_says(network, visitor):
    elder, other = (file_person(network["S001"]) for _ in range(2))
    belongs(elder, "elder.ALONE")
    mental(other)
    for person in (elder, other):
        plan_for(person, TODAY)
    head = visitor("HEAD", CODE)
    answer = head.get(url("home-visits-data")).content.decode()
    shell = head.get(url("home-visits")).content.decode()

    assert json.loads(answer)["templates"] == {str(elder.uuid): "ELDER"}
    assert "RECOVERY" not in answer + shell
    config = json.loads(shell.split('id="home-config" type="application/json">')[1].split("<")[0])
    assert "防跌倒" in config["templates"]["ELDER"]["hints"]["living_state"]
