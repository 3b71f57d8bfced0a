"""Hints for a visit, by the kinds of the person: on the page, and along with a phone."""

import json

import pytest
from django.urls import reverse

from kernel.errors import Invalid
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.custody_enums import RuleTopic
from stations.casework.data_file import read_data
from stations.casework.domain.county_rule import set_county_rule
from stations.casework.models import BeneficiaryCategory, CountyRule
from stations.casework.queries.visit_template import template_of
from stations.casework.visit_templates import HIDDEN, OFFERED, choose, visit_templates
from stations.records.domain import withdraw
from tests.conftest import DAY as TODAY
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import belongs, file_person, plan_for, visit

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


SHOWN = {template.key: OFFERED for template in visit_templates()}


def hide(actor, hub, *keys, **more):
    content = SHOWN | dict.fromkeys(keys, HIDDEN) | more
    return set_county_rule(
        actor=actor("BUREAU"),
        station=hub,
        topic=RuleTopic.TEMPLATES,
        decision="局务会纪要〔2026〕第7号",
        **content,
    )


def test_a_hidden_template_is_offered_on_no_page_and_no_phone(network, actor, visitor):
    person = file_person(network["S001"])
    for kind in ("elder.ALONE", "assistance.DIBAO"):
        belongs(person, kind)
    plan_for(person, TODAY)
    head = visitor("HEAD", CODE)
    rule = hide(actor, network["H001"], "ELDER")

    def offered():
        data = json.loads(head.get(url("home-visits-data")).content)["templates"]
        shell = head.get(url("home-visits")).content.decode()
        form = head.get(url("visit-new", CODE) + f"?person={person.uuid}").content.decode()
        return data, '"ELDER"' in shell, "防跌倒" in form, "低收入家庭" in form

    # The next that fits the person takes its place.
    assert offered() == ({str(person.uuid): "LOW_INCOME"}, False, False, True)
    withdraw(actor=actor("BUREAU"), entry=rule, reason="恢复使用")
    assert offered() == ({str(person.uuid): "ELDER"}, True, True, False)


def test_a_visit_recorded_with_it_stays_readable(network, actor, visitor):
    person = file_person(network["S001"])
    belongs(person, "elder.ALONE")
    made = visit(person, TODAY, sections=json.dumps({"living_state": "每日三餐由邻居送来"}))
    hide(actor, network["H001"], "ELDER")

    page = visitor("HEAD", CODE).get(url("visit", CODE, made.uuid)).content.decode()
    assert "每日三餐由邻居送来" in page


@pytest.mark.parametrize("more", [{"ELDER": "GONE"}, {"UNKNOWN": HIDDEN}])
def test_a_rule_says_of_each_template_whether_it_is_offered(network, actor, more):
    with pytest.raises(Invalid) as refused:
        hide(actor, network["H001"], **more)
    assert refused.value.errors[0].field in more
    assert not CountyRule.objects.exists()


def test_one_that_came_after_the_rule_is_offered(network, actor):
    person = file_person(network["S001"])
    belongs(person, "elder.ALONE")
    rule = hide(actor, network["H001"], "CHILD")
    CountyRule.objects.filter(pk=rule.pk).update(content={"CHILD": HIDDEN})
    assert template_of(person, TODAY).key == "ELDER"


def test_the_bureau_hides_templates_by_page_and_by_api(network, visitor, member):
    hub = network["H001"]
    bureau = visitor("BUREAU")
    sent = SHOWN | {"VETERAN": HIDDEN, "decision": "局务会"}
    new = url("visit-template-rules-new", hub.code)
    assert bureau.post(new, sent | {"VETERAN": "MAYBE"}).status_code == 422
    assert bureau.post(new, sent).status_code == 302
    made = CountyRule.objects.get()
    one = bureau.get(url("visit-template-rules-one", hub.code, made.uuid)).content.decode()
    assert all(word in one for word in ("军休与优抚对象", "本县不使用", "局务会"))

    client = api_client_for(member("BUREAU"), COUNTY)
    body = {"station": hub.code, **sent, "ELDER": HIDDEN}
    answer = client.post("/api/v1/visit-template-rules", json.dumps(body), "application/json")
    enter_county(COUNTY)
    assert (answer.status_code, answer.json()["ELDER"]) == (201, HIDDEN)
    short = {key: value for key, value in body.items() if key != "CHILD"}
    answer = client.post("/api/v1/visit-template-rules", json.dumps(short), "application/json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "CHILD")
