"""Interns at a station (M41)."""

from datetime import date

import pytest
from django.db import connection

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.people.domain import begin_internship, end_internship
from stations.people.models import Internship
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, works

DAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def mentor(network):
    person = add_worker("王小芳")
    works(person, network["S001"], date(2025, 1, 1))
    return person


@pytest.fixture
def begin(network, actor, mentor):
    def act(role="HEAD", station="S001", **given):
        values = {"student_name": "赵同学", "school": "攀枝花学院", "valid_from": DAY}
        return begin_internship(
            actor=actor(role), station=network[station], **({"mentor": mentor} | values | given)
        )

    return act


def test_a_student_comes_and_goes(begin, actor, done):
    intern = begin()
    end_internship(actor=actor("HEAD"), entry=intern, on=date(2026, 6, 1))

    intern.refresh_from_db()
    assert (intern.student_name, intern.kind, intern.valid_to) == (
        *("赵同学", "STUDENT"),
        date(2026, 6, 1),
    )
    assert done() == ["internship.begin", "internship.end"]
    with pytest.raises(Conflict):
        end_internship(actor=actor("HEAD"), entry=intern, on=TODAY)


def test_the_name_lies_encrypted_and_in_no_trail(begin):
    begin()
    with connection.cursor() as cursor:
        cursor.execute("SELECT student_name FROM people_internship")
        (stored,) = cursor.fetchone()

    assert "赵" not in str(stored)
    assert not [entry for entry in Entry.objects.all() if "赵" in str(vars(entry))]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("student_name", {"student_name": " "}),
        ("school", {"school": ""}),
        ("kind", {"kind": "GUEST"}),
        ("valid_from", {"valid_from": date(2026, 11, 21)}),
        ("mentor", {"valid_from": date(2024, 12, 31)}),
    ],
)
def test_wrong_values(begin, field, given):
    with pytest.raises(Invalid) as refused:
        begin(**given)
    assert [error.field for error in refused.value.errors] == [field]
    assert Internship.objects.count() == 0


def test_who_may_not(begin, network, actor):
    stranger = add_worker()
    works(stranger, network["S002"])
    for given in (
        {"role": "WORKER"},
        {"role": "SUPERVISOR"},
        {"station": "S002"},
        {"mentor": stranger},
    ):
        with pytest.raises(Forbidden):
            begin(**given)
    intern = begin()
    with pytest.raises(Forbidden):
        end_internship(actor=actor("WORKER"), entry=intern, on=TODAY)
    with pytest.raises(Invalid):
        end_internship(actor=actor("HEAD"), entry=intern, on=DAY)
