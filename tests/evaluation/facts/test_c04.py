"""C04 by hand."""

from datetime import date, datetime

from evaluation.facts import c04
from kernel.workdays.clock import ZONE
from tenants.models import Division
from tests.fixtures.records import act, noon, org

FILED = date(2023, 3, 1)
TWICE = (date(2023, 4, 1), date(2023, 12, 31))
TOO_LATE = datetime(2024, 1, 8, tzinfo=ZONE)


def four(functional, hobby, reform_affected=0, area_has_reform=False):
    return {
        "functional": functional,
        "hobby": hobby,
        "reform_affected": reform_affected,
        "area_has_reform": area_has_reform,
    }


def test_filed_or_registered_with_two_activities(network, ask, behind):
    first = org(network["S001"], filed=date(2023, 1, 1), activities=TWICE)
    second = org(network["R001"], "HOBBY_VOLUNTEER", registered=TWICE[1], activities=TWICE)
    org(network["S001"], "OTHER", registered=FILED, activities=TWICE)
    org(network["S001"], filed=FILED, activities=TWICE[:1])
    org(network["S001"], filed=FILED, activities=(TWICE[0], date(2022, 12, 31)))
    org(network["S001"], filed=date(2022, 12, 31), activities=TWICE)
    org(network["S001"], filed=date(2024, 1, 1), activities=TWICE, filed_received_at=noon(FILED))
    org(network["S002"], filed=FILED, activities=TWICE)

    assert ask(c04, "S001", "S002", "S003") == {
        "S001": four(1, 1),
        "S002": four(1, 0),
        "S003": four(0, 0),
    }
    assert behind(c04) == {("org", first.uuid), ("org", second.uuid)} | {
        ("activity", row.uuid) for made in (first, second) for row in made.activities.all()
    }


def test_late_receipts_do_not_count(network, ask):
    org(network["S001"], filed=FILED, activities=TWICE, received_at=TOO_LATE)
    org(network["S001"], filed=FILED, activities=TWICE, filed_received_at=TOO_LATE)
    once = org(network["S001"], filed=FILED, activities=TWICE[:1])
    act(once, TWICE[1], received_at=TOO_LATE)

    assert ask(c04) == {"S001": four(0, 0)}


def test_reform_affected_villages_of_the_area(network, ask):
    # 金沙社区 lies in the township of S001; the mark on the township itself is no community.
    Division.objects.filter(code__in=["510402001001", "510402002"]).update(reform_affected=True)
    for village in ("510402001001", "510402001002"):
        org(network["S001"], filed=FILED, activities=TWICE, division_code=village)
    org(network["S002"], filed=FILED, activities=TWICE, division_code="510402002")

    assert ask(c04, "S001", "S002", "S003") == {
        "S001": four(2, 0, 1, True),
        "S002": four(1, 0, 0, False),
        "S003": four(0, 0),
    }


def test_an_area_is_asked_for_the_year(network, ask):
    Division.objects.filter(code="510402001001").update(
        reform_affected=True, valid_to=date(2023, 1, 1)
    )

    assert ask(c04, year=2022) == {"S001": four(0, 0, 0, True)}
    assert ask(c04, year=2023) == {"S001": four(0, 0, 0, False)}
