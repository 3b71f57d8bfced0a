"""/api/v1/cases: opened, written about, moved, closed; masked for the bureau."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.tenancy.context import enter_county
from stations.casework.models import Case
from stations.network.models import Station
from tests.fixtures.care import a_capability_check
from tests.fixtures.network import make_network
from tests.fixtures.records import a_case, file_person, live_together

pytestmark = pytest.mark.django_db
CASES = "/api/v1/cases"
S001 = "510402-S001"


class Caller:
    def __init__(self, client):
        self.client = client

    def get(self, path=""):
        return self._back(self.client.get(f"{CASES}{path}"))

    def post(self, path="", **body):
        return self._back(self.client.post(f"{CASES}{path}", body, content_type="application/json"))

    def _back(self, answer):
        enter_county("510402")
        return answer


@pytest.fixture
def call(member, api_client):
    return lambda role, code="": Caller(api_client(member(role, scope_code=code)))


@pytest.fixture
def person(county):
    return file_person(make_network("510402")["S001"], name="李秀英")


def new(person, **given):
    return {
        "beneficiary": str(person.uuid),
        "title": "婆媳矛盾",
        "problem": "FAMILY",
        "opened_on": "2023-05-04",
    } | given


def test_a_case_goes_from_intake_to_closure(person, call):
    worker, head = call("WORKER", S001), call("HEAD", S001)
    made = worker.post(**new(person))
    assert (made.status_code, made.json()["stage"]) == (201, "INTAKE")
    assert made.json()["missing"] == [
        {"document": None, "check": "ACCEPT", "clause": "C81c"},
        {"document": "AGREEMENT", "check": None, "clause": "C81d"},
    ]
    one = f"/{made.json()['id']}"
    refused = worker.post(f"{one}/advance", to="ASSESSMENT")
    assert (refused.status_code, refused.json()["code"]) == (409, "documents_missing")
    assert [each["allowed"] for each in refused.json()["errors"]] == ["ACCEPT", "AGREEMENT"]
    a_capability_check(Case.objects.get(uuid=made.json()["id"]))
    for kind in (
        "AGREEMENT",
        "ASSESSMENT_REPORT",
        "PLAN",
        "PROCESS_RECORD",
        "EVALUATION_REPORT",
        "CLOSURE_FORM",
    ):
        written = worker.post(
            f"{one}/documents", kind=kind, body="内容", written_on="2023-05-05", signed=True
        )
        assert written.status_code == 201
    for stage in ("ASSESSMENT", "PLAN", "INTERVENTION", "EVALUATION", "CLOSURE"):
        assert worker.post(f"{one}/advance", to=stage).json()["stage"] == stage
    assert worker.post(f"{one}/request-closure", closure_reason="GOALS_MET").status_code == 200

    closed = head.post(f"{one}/sign-closure", on="2023-06-01").json()
    planned = head.post(f"{one}/follow-ups", due_on="2023-07-01").json()
    found = head.post(f"{one}/follow-ups/{planned['id']}", done_on="2023-07-02", note="稳定")

    assert (closed["closed_on"], closed["closure_reason"], closed["next"]) == (
        "2023-06-01",
        "GOALS_MET",
        None,
    )
    assert found.json()["note"] == "稳定"
    assert head.post(f"{one}/reopen", reason="再次求助").json()["stage"] == "INTAKE"
    assert head.post(f"{one}/withdraw", reason="退出", on="2023-08-01").status_code == 200
    assert head.post(f"{one}/withdraw", reason="退出", on="2023-08-01").status_code == 409


def test_who_asked_for_the_closure_may_not_sign_it(person, call):
    head = call("HEAD", S001)
    case = a_case(person, stage="CLOSURE")
    case.documents.create(kind="CLOSURE_FORM", body="结案", written_on=date(2023, 5, 5))
    head.post(f"/{case.uuid}/request-closure", closure_reason="MOVED")

    refused = head.post(f"/{case.uuid}/sign-closure", on="2023-06-01")

    assert (refused.status_code, refused.json()["code"]) == (403, "same_person")


def test_a_closure_is_taken_back_by_who_asked_and_sent_back_by_who_signs(person, call):
    worker, head = call("WORKER", S001), call("HEAD", S001)
    case = a_case(person, stage="CLOSURE")
    one = f"/{case.uuid}"
    case.documents.create(kind="CLOSURE_FORM", body="结案", written_on=date(2023, 5, 5))
    asked = {"closure_reason": "MOVED"}

    assert worker.post(f"{one}/send-back", reason="缺意见").status_code == 403
    assert head.post(f"{one}/send-back", reason="缺意见").status_code == 409
    worker.post(f"{one}/request-closure", **asked)
    refused = head.post(f"{one}/take-back", reason="缺意见")
    assert (refused.status_code, refused.json()["code"]) == (403, "other_person")
    assert head.post(f"{one}/send-back").status_code == 422
    back = head.post(f"{one}/send-back", reason="缺意见").json()
    assert (back["closure_requested_by"], back["closure_reason"]) == (None, None)
    assert (back["steps"][-1]["act"], back["steps"][-1]["reason"]) == ("SEND_BACK", "缺意见")
    worker.post(f"{one}/request-closure", **asked)
    assert worker.post(f"{one}/take-back", reason="再等").json()["steps"][-1]["act"] == "TAKE_BACK"


def test_the_bureau_reads_neither_names_nor_texts(person, call):
    case = a_case(person, title="婆媳矛盾")
    case.documents.create(kind="PLAN", body="会谈", written_on=date(2023, 5, 5))

    masked = call("BUREAU").get(f"/{case.uuid}").json()
    full = call("SUPERVISOR", S001).get(f"/{case.uuid}").json()

    assert (masked["title"], masked["documents"][0]["body"]) == (None, None)
    assert "秀英" not in masked["beneficiary"]["name"]
    assert (full["title"], full["beneficiary"]["name"]) == ("婆媳矛盾", "李秀英")
    assert full["documents"][0]["body"] == "会谈"


def test_the_hub_reads_the_cases_of_the_stations_it_guides(person, member, api_client):
    """Glossary, section 9: the bureau gives whoever guides a station from the hub the role of its
    supervisor too, from day to day; nobody at the hub gives it to themselves."""
    other = a_case(file_person(Station.objects.get(code__endswith="-S002")))
    case, guide = a_case(person, title="婆媳矛盾"), member("HUB_STAFF")
    mine, guides = f"/api/v1/cases/{case.uuid}", {"role": "SUPERVISOR", "place": S001}
    hub, bureau = api_client(guide), api_client(member("BUREAU"))
    guides |= {"username": guide.username, "display_name": guide.display_name}
    sent = {"data": guides, "content_type": "application/json"}

    assert hub.get(mine).status_code == 404
    assert hub.post("/api/v1/members", **sent).status_code == 403
    assert bureau.post("/api/v1/members", **sent).status_code == 201
    assert hub.get(mine).json()["title"] == "婆媳矛盾"
    assert hub.get(f"/api/v1/cases/{other.uuid}").status_code == 404
    assert hub.post(f"{mine}/advance").status_code == 403


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"problem": "X"}, "problem"),
        ({"opened_on": "4 May"}, "opened_on"),
        ({"opened_on": "2999-01-01"}, "opened_on"),
        ({"kind": "URGENT"}, "kind"),
        ({"beneficiary": str(uuid4())}, "beneficiary"),
        ({"responsible": str(uuid4())}, "responsible"),
        ({"unit": "HOUSEHOLD", "household": str(uuid4())}, "household"),
    ],
)
def test_a_bad_value_of_a_new_case_is_named(person, call, given, field):
    refused = call("HEAD", S001).post(**new(person, **given))

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [field]


def test_a_household_s_case_names_the_household(person, call):
    home = live_together(person.station, person, name="曾家")
    made = call("WORKER", S001).post(**new(person, unit="HOUSEHOLD")).json()
    assert made["household"] == {"id": str(home.uuid), "name": "曾家"}
    bureau, supervisor = call("BUREAU"), call("SUPERVISOR", S001)
    seen = [who.get(f"/{made['id']}").json()["household"]["name"] for who in (bureau, supervisor)]
    assert seen == ["曾*", "曾家"]
    refused = call("HEAD", S001).post(**new(person, household=str(home.uuid)))
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "household")
    assert call("HEAD", S001).post(**new(person)).json()["household"] is None


def test_a_household_that_nobody_knows_is_named_once(person, call):
    case, worker = a_case(person, unit="HOUSEHOLD"), call("WORKER", S001)
    one, home = f"/{case.uuid}/household", live_together(person.station, name="曾家")
    wrong = worker.post(one, household=str(uuid4()))
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "household")
    assert worker.post(one).status_code == 422
    assert call("BUREAU").post(one, household=str(home.uuid)).status_code == 403
    named = worker.post(one, household=str(home.uuid))
    assert (named.status_code, named.json()["household"]["name"]) == (200, "曾家")
    again = worker.post(one, household=str(home.uuid))
    assert (again.status_code, again.json()["code"]) == (409, "household_named")


def test_a_list_costs_the_same_for_one_case_and_three(person, call):
    head, counts = call("HEAD", S001), []
    head.get()
    for more in (1, 2):
        for _number in range(more):
            a_case(person)
        with CaptureQueriesContext(connection) as caught:
            assert head.get(f"?station={S001}").status_code == 200
        counts.append(len(caught))

    assert counts[0] == counts[1]
    assert head.get("?station=510402-S002").status_code == 404  # as of every list


def test_a_document_in_sections_is_written_and_read_by_key(person, call):
    one, worker = f"/{a_case(person).uuid}", call("WORKER", S001)
    told = {"came_by": "SELF", "problem_found": "失业", "urgency": "WEEK"}
    sent = {"kind": "INTAKE_FORM", "written_on": "2023-05-05"}
    assert worker.post(f"{one}/documents", **sent, sections={"came_by": "?"}).status_code == 422
    made = worker.post(f"{one}/documents", **sent, sections=told)

    assert (made.status_code, made.json()["sections"]) == (201, told)
    assert call("BUREAU").get(one).json()["documents"][0]["sections"] is None
