"""All requests of a county by their days: on the bureau's page and over the API."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kernel.workdays import clock
from stations.casework.queries.request import count_requests, county_requests
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import a_request, a_team_request
from tests.fixtures.records import file_person, noon, volunteer

ADDRESS = "/casework/data-requests/"
DAY = date(2026, 10, 5)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def ended(person, on):
    return a_request(
        person, on, state="DONE", decided_on=on, decided_received_at=noon(on), done_on=on,
        done_received_at=noon(on),
    )  # fmt: skip


@pytest.fixture
def requests(network):
    """By how they stand, in the order in which they are to be seen to."""
    one, other = network["S001"], network["S002"]
    person = file_person(one, name="曾大山")
    due = {"due_on": TODAY + timedelta(days=3)}
    return {
        "late": a_request(file_person(other), DAY, due_on=DAY + timedelta(days=15)),
        "late of a volunteer": a_team_request(
            volunteer(one), one, DAY, due_on=DAY + timedelta(days=16)
        ),
        "today": a_request(file_person(one), DAY, "CORRECT", due_on=TODAY),
        "open": a_request(person, TODAY, "ERASE", **due),
        "ended lately": ended(file_person(one), date(2026, 11, 2)),
        "ended": ended(file_person(one), date(2026, 9, 2)),
    }


def test_who_is_late_comes_first_and_who_ended_last(requests, actor):
    rows = [row[2] for row in county_requests(actor("BUREAU"))]
    assert rows == [request.uuid for request in requests.values()]
    assert count_requests(actor("BUREAU")) == {"open": 4, "late": 2}


@pytest.mark.parametrize(("chosen", "number"), [("LATE", 2), ("OPEN", 4), ("ENDED", 2), ("", 6)])
def test_they_are_chosen_by_standing(requests, actor, chosen, number):
    assert county_requests(actor("BUREAU"), chosen=chosen).count() == number


def test_the_page_links_to_each_and_names_nobody(requests, visitor):
    text = visitor("BUREAU").get(ADDRESS).content.decode()
    for key, noun, place in (
        ("late", "data-requests", "510402-S002"),
        ("late of a volunteer", "team-requests", "510402-S001"),
    ):
        name = f"casework:{noun}-one"
        link = reverse(name, "config.urls_county", [place, requests[key].uuid])
        assert link in text, key
    assert text.index(str(requests["late"].uuid)) < text.index(str(requests["open"].uuid))
    assert "曾大山" not in text
    assert visitor("BUREAU").get(f"{ADDRESS}?chosen=NONE").status_code == 422


def test_only_the_bureau_sees_the_county_s(requests, visitor):
    head = visitor("HEAD", "510402-S001", scope_kind="STATION")
    assert head.get(ADDRESS).status_code == 403


def test_it_takes_as_many_queries_for_one_as_for_six(requests, actor, django_assert_num_queries):
    bureau = actor("BUREAU")
    with django_assert_num_queries(2):
        list(county_requests(bureau))
        count_requests(bureau)
