"""Care plans on their pages and over the API (Z16, C44, C85)."""

import pytest
from django.urls import reverse

from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.models import CarePlan, PlanIndicator
from stations.casework.queries import SOURCES
from tests.conftest import DAY as TODAY
from tests.fixtures.care import a_plan, an_indicator
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import file_person

TEXTS = {"goals": "每周参加一次活动", "strategy": "陪同两次后独自前往", "contingency": "雨天改期"}
JUDGED = {"on": TODAY, "reached": 3, "evidence": "活动签到表", "person_view": "心情好多了"}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    return file_person(network["S001"])


@pytest.fixture
def plan(person):
    return a_plan(person)


def test_the_form_warns_of_copied_goals_once(network, visitor, person):
    a_plan(file_person(network["S001"]))
    page = reverse("casework:care-plans-new", args=["510402-S001"], urlconf="config.urls_county")
    form = {
        **TEXTS,
        "goals": "恢复社区交往",
        "beneficiary": str(person.uuid),
        "begun_on": "2026-05-04",
        "review_due_on": "2026-08-04",
    }
    head = visitor("HEAD", "510402-S001")

    warned = head.post(page, form)
    assert warned.status_code == 422
    assert "相似度为100%" in warned.content.decode()
    assert not CarePlan.objects.filter(beneficiary=person).exists()

    assert head.post(page, {**form, "own_goals": "on"}).status_code == 302
    assert CarePlan.objects.get(beneficiary=person).likeness == 100


def test_an_indicator_is_judged_from_the_plan_s_page(network, visitor, plan):
    indicator, other = an_indicator(plan), an_indicator(a_plan(file_person(network["S001"])))
    head = visitor("HEAD", "510402-S001")
    page = reverse(
        "casework:care-plans-judge",
        args=["510402-S001", plan.uuid],
        urlconf="config.urls_county",
    )
    form = {**JUDGED, "on": "2026-11-20", "indicator": str(other.uuid)}

    assert head.post(page, form).status_code == 422
    assert head.post(page, {**form, "indicator": str(indicator.uuid)}).status_code == 302
    assert PlanIndicator.objects.get(pk=indicator.pk).met
    one = reverse(
        "casework:care-plans-one", args=["510402-S001", plan.uuid], urlconf="config.urls_county"
    )
    assert "每周外出" in head.get(one).content.decode()


def test_the_bureau_reads_no_names_and_no_goals(plan, visitor):
    page = reverse(
        "casework:care-plans-one", args=["510402-S001", plan.uuid], urlconf="config.urls_county"
    )
    bureau, worker = visitor("BUREAU"), visitor("WORKER", "510402-S001")

    assert plan.beneficiary.name in worker.get(page).content.decode()
    seen = bureau.get(page).content.decode()
    assert plan.beneficiary.name not in seen
    assert plan.goals not in seen


def test_the_bureau_reads_no_measure_of_an_indicator(network, member, plan, visitor):
    indicator, code = an_indicator(plan), "510402-S001"
    addresses = [
        reverse(f"casework:{name}", args=args, urlconf="config.urls_county")
        for name, args in (
            ("plan-indicators-list", [code]),
            ("plan-indicators-one", [code, indicator.uuid]),
            ("care-plans-one", [code, plan.uuid]),
        )
    ]

    def told(role, scope_code):
        client = api_client_for(member(role, scope_code=scope_code), COUNTY)
        answers = (
            client.get(f"/api/v1/plan-indicators/{indicator.uuid}"),
            client.get("/api/v1/plan-indicators"),
        )
        enter_county(COUNTY)
        return [answers[0].json()["measure"], answers[1].json()["results"][0]["measure"]]

    bureau, worker = visitor("BUREAU"), visitor("WORKER", code)
    for address in addresses:
        assert indicator.measure in worker.get(address).content.decode(), address
        assert indicator.measure not in bureau.get(address).content.decode(), address
    assert told("WORKER", code) == [indicator.measure] * 2
    assert told("BUREAU", "") == ["", ""]


def test_the_person_s_page_leads_to_the_plan(plan, visitor):
    page = reverse(
        "casework:person",
        args=["510402-S001", plan.beneficiary.uuid],
        urlconf="config.urls_county",
    )

    seen = visitor("WORKER", "510402-S001").get(page).content.decode()

    assert str(plan.uuid) in seen
    assert "执行中" in seen


def test_a_plan_is_begun_and_agreed_to_over_the_api(network, member, person):
    a_plan(file_person(network["S001"]))
    client = api_client_for(member("HEAD", scope_code="510402-S001"), COUNTY)

    def post(path, body):
        answer = client.post(f"/api/v1/care-plans{path}", body, content_type="application/json")
        enter_county(COUNTY)
        return answer

    body = {
        **TEXTS,
        "goals": "恢复社区交往",
        "station": "510402-S001",
        "beneficiary": str(person.uuid),
        "begun_on": "2026-05-04",
        "review_due_on": "2026-08-04",
    }
    warned = post("", body)
    assert (warned.status_code, warned.json()["errors"][0]["field"]) == (422, "own_goals")
    made = post("", {**body, "own_goals": True})
    assert made.status_code == 201
    word = {"agreed_by": "SELF", "on": "2026-05-04"}
    asked = post(f"/{made.json()['id']}/agree", word)
    assert [error["field"] for error in asked.json()["errors"]] == ["guardian_needed"]
    agreed = post(f"/{made.json()['id']}/agree", word | {"guardian_needed": "NO"})
    assert (agreed.status_code, agreed.json()["agreed_on"]) == (200, "2026-05-04")
    again = post(f"/{made.json()['id']}/agree", {"agreed_by": "SELF", "on": "2026-05-04"})
    assert again.status_code == 409


def test_an_indicator_behind_a_figure_tells_who_reviews_nothing_of_the_person(plan, actor):
    """The lines are shown with the sheet, to the bureau, reviewers and the township too."""
    made = an_indicator(plan)
    texts = [getattr(made, name) for name in ("goal", "measure")]

    for role in ("BUREAU", "TOWNSHIP", "REVIEWER"):
        line = SOURCES["plan_indicator"].describe([made.uuid], actor(role))[made.uuid]
        assert line.who.startswith("居*"), role
        assert not any(text in f"{line.who} {line.what}" for text in texts), role
