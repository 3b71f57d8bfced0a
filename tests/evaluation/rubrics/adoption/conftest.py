"""A published rubric, a county that adopts it, and people of every role."""

from collections.abc import Callable
from functools import cache

import pytest

from evaluation.rubrics.adoption.domain import adopt
from evaluation.rubrics.adoption.models import Adoption
from evaluation.rubrics.domain import publish_rubric, version
from evaluation.rubrics.loader import TREES, load_rubric
from evaluation.rubrics.models import RubricVersion
from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from tests.fixtures.people import make_member

RUBRIC = "panzhihua-township"


read_once = cache(load_rubric)


@pytest.fixture
def published(county: object, monkeypatch: pytest.MonkeyPatch) -> RubricVersion:
    """The shipped rubric, published; its files are read once for all tests."""
    monkeypatch.setattr(version, "load_rubric", read_once)
    return publish_rubric(actor=Actor.system(None), folder=TREES / RUBRIC)


@pytest.fixture
def act_as(county: object) -> Callable[[str], Actor]:
    """act_as("HEAD") -> an actor of 510402 with that role."""
    return lambda role: actor_of(make_member(role))


@pytest.fixture
def bureau(act_as: Callable[[str], Actor]) -> Actor:
    return act_as("BUREAU")


@pytest.fixture
def adoption(published: RubricVersion, bureau: Actor) -> Adoption:
    return adopt(actor=bureau, rubric_id=RUBRIC, version=published.version)
