"""Reviews of a plan: each is kept, and a wrong one taken back (C83, C85)."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse

from kernel.errors import Conflict, Forbidden, Invalid
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.domain import drop_review, review_plan
from stations.casework.models import PlanReview
from stations.records.domain import mark_withdrawn
from tests.conftest import DAY as TODAY
from tests.fixtures.care import MAY, a_plan, a_review
from tests.fixtures.clients import api_client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.records import file_person, noon

CODE, DUE = "510402-S001", date(2026, 8, 2)
JUNE, JULY = date(2026, 6, 4), date(2026, 7, 4)
NOTES = {MAY: "愿意出门了", JUNE: "每周外出两次", JULY: "独自去赶集"}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def head(actor):
    return actor("HEAD")


@pytest.fixture
def plan(network):
    return a_plan(file_person(network["S001"]), review_due_on=DUE)


def review(head, plan, on):
    given = {"on": on, "note": NOTES[on], "review_due_on": on + timedelta(90)}
    return review_plan(actor=head, plan=plan, **given)


def says(plan):
    """What the plan says of its last review: the day, when it came in, when the next is due."""
    plan.refresh_from_db()
    return plan.reviewed_on, plan.reviewed_received_at, plan.review_due_on


def page(name, plan):
    return reverse(
        f"casework:care-plans-{name}", args=[CODE, plan.uuid], urlconf="config.urls_county"
    )


def test_each_review_is_kept_and_the_plan_says_the_last(head, plan, done):
    told = {}
    for on in (MAY, JULY, JUNE):
        with clock.frozen(told.setdefault(on, noon(TODAY) + timedelta(minutes=len(told)))):
            review(head, plan, on)

    kept = [(each.reviewed_on, each.note, each.received_at) for each in plan.reviews.all()]
    assert kept == [(on, NOTES[on], told[on]) for on in (JULY, JUNE, MAY)]
    assert [each.due_on for each in plan.reviews.order_by("id")] == [
        DUE,
        MAY + timedelta(90),
        JULY + timedelta(90),
    ]
    assert says(plan) == (JULY, told[JULY], JULY + timedelta(90))
    assert done() == ["review.add", "plan.review"] * 3


def test_a_review_taken_back_leaves_the_one_before(head, plan, done):
    for on in (MAY, JUNE):
        review(head, plan, on)
    first, second = plan.reviews.order_by("id")

    dropped = drop_review(actor=head, review=second, reason="登错人")
    assert (dropped.withdrawn_by_name, dropped.withdrawn_reason) == (head.name, "登错人")
    assert says(plan) == (MAY, first.received_at, MAY + timedelta(90))
    drop_review(actor=head, review=first, reason="登错人")
    assert says(plan) == (None, None, DUE)
    assert done()[-2:] == ["planreview.withdraw", "plan.unreview"]
    with pytest.raises(Conflict):
        drop_review(actor=head, review=first, reason="登错人")


def test_a_review_of_a_closed_plan_is_taken_back_and_none_of_a_withdrawn_one(head, plan):
    review(head, plan, MAY)
    made = plan.reviews.get()
    plan.refresh_from_db()
    plan.closed_on, plan.closed_received_at = TODAY, clock.now()
    plan.save()
    with pytest.raises(Invalid):
        drop_review(actor=head, review=made, reason=" ")
    drop_review(actor=head, review=made, reason="登错人")
    assert says(plan)[0] is None

    other = a_plan(file_person(plan.station))
    of_other = a_review(other)
    mark_withdrawn(other, actor=head, reason="登错人", act="withdraw")
    with pytest.raises(Conflict):
        drop_review(actor=head, review=of_other, reason="登错人")


@pytest.mark.parametrize("role", ["BUREAU", "SUPERVISOR", "ROOM_STAFF", "TOWNSHIP", "HUB_STAFF"])
def test_only_the_station_takes_a_review_back(plan, actor, role):
    with pytest.raises(Forbidden):
        drop_review(actor=actor(role), review=a_review(plan), reason="登错人")


def test_the_plan_s_page_tells_every_review_to_its_readers_only(head, plan, visitor):
    for on in (MAY, JUNE):
        review(head, plan, on)

    own = visitor("WORKER", CODE).get(page("one", plan)).content.decode()
    seen = visitor("BUREAU").get(page("one", plan)).content.decode()

    assert "计划检视记录" in own
    assert [note in own for note in NOTES.values()] == [True, True, False]
    assert [note in seen for note in NOTES.values()] == [False] * 3


def test_a_review_is_taken_back_on_the_plan_s_page(head, plan, visitor):
    review(head, plan, MAY)
    other = a_review(a_plan(file_person(plan.station)))
    own, form = visitor("HEAD", CODE), {"reason": "登错人"}

    refused = own.post(page("drop-review", plan), {**form, "review": str(other.uuid)})
    assert refused.status_code == 422
    mine = str(plan.reviews.get().uuid)
    assert own.post(page("drop-review", plan), {**form, "review": mine}).status_code == 302

    assert says(plan)[0] is None
    assert NOTES[MAY] not in own.get(page("one", plan)).content.decode()


def test_the_api_gives_the_reviews_and_takes_one_back(member, plan):
    a_review(plan, note=NOTES[MAY])
    client = api_client_for(member("HEAD", scope_code=CODE), COUNTY)
    reader = api_client_for(member("BUREAU"), COUNTY)
    path = f"/api/v1/care-plans/{plan.uuid}"

    body = {"on": "2026-06-04", "note": NOTES[JUNE], "review_due_on": "2026-09-02"}
    told = client.post(f"{path}/review", body, content_type="application/json").json()["reviews"]
    assert [(each["reviewed_on"], each["note"]) for each in told] == [
        ("2026-06-04", NOTES[JUNE]),
        ("2026-05-04", NOTES[MAY]),
    ]
    assert told[0]["next_due_on"] == "2026-09-02"
    assert [each["note"] for each in reader.get(path).json()["reviews"]] == ["", ""]

    body = {"review": told[0]["id"], "reason": "登错人"}
    left = client.post(f"{path}/drop-review", body, content_type="application/json").json()
    enter_county(COUNTY)
    assert (len(left["reviews"]), left["reviewed_on"]) == (1, "2026-05-04")


def test_the_reviews_of_before_are_kept_with_their_words(network):
    """From the plans' own columns; a note stays as it was encrypted."""
    station, values = network["S001"], {"reviewed_on": JUNE, "reviewed_received_at": noon(JULY)}
    plan = a_plan(file_person(station), review_note=NOTES[JUNE], review_due_on=TODAY, **values)
    silent = a_plan(file_person(station), **values)
    a_plan(file_person(station))
    migration = import_module("stations.casework.migrations.0020_plan_reviews")
    with connection.cursor() as cursor:
        cursor.execute("SELECT review_note FROM casework_careplan WHERE id = %s", [plan.pk])
        [lain] = cursor.fetchone()
        cursor.execute(migration.KEEP_REVIEWS)
        cursor.execute(migration.EMPTY_COPIES)
        cursor.execute("SELECT count(*) FROM casework_careplan WHERE review_note <> ''")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT note FROM casework_planreview WHERE plan_id = %s", [plan.pk])
        assert cursor.fetchone() == (lain,)

    kept = PlanReview.objects.get(plan=plan)
    assert (kept.reviewed_on, kept.note, kept.next_due_on) == (JUNE, NOTES[JUNE], TODAY)
    assert (kept.received_at, kept.changed_at, kept.due_on) == (noon(JULY), noon(JULY), None)
    assert PlanReview.objects.get(plan=silent).note == ""
    assert PlanReview.objects.count() == 2
