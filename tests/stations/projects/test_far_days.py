"""A project without end, by a slip or by 9999, and one from the year 1: a day counted from it has
no date, and stopped the desk of everybody at the station."""

from datetime import date

import pytest

from stations.projects.domain import agree_project, amend_project, name_recipient
from stations.projects.models import Project
from tests.fixtures.projects import CENTRE, ENDS, STARTS, a_project


@pytest.mark.parametrize(
    ("field", "day"),
    [
        ("ends_on", date(9999, 12, 31)),
        ("ends_on", date(2100, 1, 1)),
        ("starts_on", date(1, 1, 1)),
        ("starts_on", date(1899, 12, 31)),
    ],
)
def test_the_days_of_a_project_lie_within_some_years(network, actor, wrong_fields, field, day):
    agreed = {"name": "银龄", "purchaser": CENTRE, "starts_on": STARTS, "ends_on": ENDS}
    given = {"actor": actor("HEAD"), **agreed, field: day}

    assert wrong_fields(agree_project, station=network["S001"], **given) == [field]
    assert not Project.objects.exists()
    project = a_project(network["S001"])
    assert wrong_fields(amend_project, entry=project, **given) == [field]
    project.refresh_from_db()
    assert (project.starts_on, project.ends_on) == (STARTS, ENDS)


def test_a_recipient_is_named_from_a_day_that_can_be(network, actor, wrong_fields):
    given = {"actor": actor("HEAD"), "entry": a_project(network["S001"]), "recipient": CENTRE}

    assert wrong_fields(name_recipient, valid_from=date(1, 1, 1), **given) == ["valid_from"]


def test_the_desk_opens_whatever_was_agreed(network, actor, visitor):
    head = visitor("HEAD")
    agreed = {"name": "银龄", "purchaser": CENTRE, "starts_on": "2026-07-15"}
    new = "/projects/510402-S001/projects/new/"
    assert head.post(new, agreed | {"ends_on": "9999-12-31"}).status_code == 422

    project = Project.objects.first()
    if project is not None:
        name_recipient(
            actor=actor("HEAD"), entry=project, recipient=CENTRE, valid_from=date(2026, 7, 15)
        )
    assert head.get("/").status_code == 200
