"""Days of birth that fit the kinds of the persons served, and ID numbers that say the same year.

Their chance is their own, so that the other records stay what they are.
"""

from collections.abc import Collection
from datetime import date
from random import Random
from typing import Any

from deploy.demodata.persons import born_in
from stations.casework.custody_rules import kinds_of_minors

# Kinds of who is old; the destitute of the demo live in a home for the aged.
ELDERS = ("elder.ALONE", "left_behind.ELDER")
AGED = (*ELDERS, "assistance.TEKUN")
OLD = (*AGED, "resettled.RETIRED_OFFICER")
# From which to which age by the year of the demo's day. Children were at school in each of the
# demo's years; the grown were of age when their file was opened, elders old.
CHILD, TEEN, YOUNG, GROWN, AGE = (8, 15), (16, 17), (20, 28), (26, 74), (66, 90)
TEENS = 8  # of so many children one is close to being of age


def is_child(person: dict[str, Any]) -> bool:
    return person["kind"] in kinds_of_minors()


def is_elder(person: dict[str, Any]) -> bool:
    """In the sense of the clauses on elders; the destitute are a kind of their own."""
    return person["kind"] in ELDERS


def is_aged(person: dict[str, Any]) -> bool:
    return person["kind"] in AGED


def born(kinds: Collection[str], random: Random, until: date) -> date:
    """A day of birth for who belongs to these kinds."""
    youngest, oldest = _ages(kinds, random)
    year = until.year - random.randint(youngest, oldest)
    return date(year, random.randint(1, 12), random.randint(1, 28))


def with_birth(
    row: dict[str, Any], kinds: Collection[str], random: Random, until: date
) -> dict[str, Any]:
    """The row with a day of birth, and its ID number of that year."""
    day = born(kinds, random, until)
    return row | {"born_on": day, "id_number": born_in(row["id_number"], day.year, random)}


def _ages(kinds: Collection[str], random: Random) -> tuple[int, int]:
    if not set(kinds).isdisjoint(kinds_of_minors()):
        return TEEN if random.randrange(TEENS) == 0 else CHILD
    if not set(kinds).isdisjoint(OLD):
        return AGE
    return YOUNG if "youth" in kinds else GROWN
