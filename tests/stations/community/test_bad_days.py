"""Days that cannot be, of what links a person on file to a resource, a group or a funeral: before
the person was born, or after the file was closed."""

from datetime import date

import pytest

from kernel.errors import Conflict, Invalid
from kernel.workdays import clock
from stations.casework.domain import open_funeral
from stations.casework.models import FuneralService
from stations.community.domain import join_group, link_resource
from stations.community.models import GroupMember, ResourceLink
from tests.conftest import DAY as TODAY
from tests.fixtures.community import a_group
from tests.fixtures.records import file_person, need

BORN, CLOSED = date(2015, 5, 4), date(2026, 5, 4)
UNBORN, GONE, BETWEEN = date(2014, 12, 31), date(2026, 5, 5), date(2026, 5, 4)
LINK = {"kind": "MATERIAL", "source": "NEIGHBOURS", "purpose": "LIVING", "what": "米面各一袋"}
FUNERAL = {"deceased_name": "李某", "asked_by": "李某某", "need": "ADVICE"}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network):
    return file_person(network["S001"], born_on=BORN, closed_on=CLOSED, closed_reason="MOVED")


def named(do, **values):
    with pytest.raises(Invalid) as refused:
        do(**values)
    assert str(BORN) not in str(refused.value.errors)  # the day of birth is personal
    return [error.field for error in refused.value.errors]


@pytest.mark.parametrize("day", [UNBORN, GONE])
def test_a_resource_is_linked_to_somebody_of_that_day(network, actor, person, day):
    given = {"actor": actor("HEAD"), "station": network["S001"], **LINK}

    assert named(link_resource, beneficiary=person, linked_on=day, **given) == ["linked_on"]
    assert named(link_resource, need=need(person, BETWEEN), linked_on=day, **given) == ["linked_on"]
    assert not ResourceLink.objects.exists()
    link_resource(beneficiary=person, linked_on=BETWEEN, **given)  # entered late


@pytest.mark.parametrize("day", [UNBORN, GONE])
def test_a_group_is_joined_by_somebody_of_that_day(network, actor, person, day):
    group = a_group(network["S001"], since=date(2010, 1, 1))
    given = {"actor": actor("HEAD"), "entry": group, "beneficiary": person}

    assert named(join_group, valid_from=day, **given) == ["valid_from"]
    assert not GroupMember.objects.exists()
    join_group(valid_from=BETWEEN, **given)


def test_nobody_asks_for_a_funeral_before_the_birth(network, actor, person):
    given = {"actor": actor("HEAD"), "station": network["S001"], "beneficiary": person, **FUNERAL}

    assert named(open_funeral, asked_on=UNBORN, **given) == ["asked_on"]
    assert not FuneralService.objects.exists()
    open_funeral(asked_on=GONE, **given)  # a file closes with the death


def test_nothing_is_linked_to_who_was_erased(network, actor, person):
    person.erased_at = clock.now()
    person.save(update_fields=["erased_at"])
    given = {"actor": actor("HEAD"), "station": network["S001"], **LINK}

    with pytest.raises(Conflict):
        link_resource(beneficiary=person, linked_on=BETWEEN, **given)
    assert not ResourceLink.objects.exists()
