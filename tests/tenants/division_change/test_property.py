"""Any change: days before it are answered as before, days from it on by the new divisions."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.rollup.domain.verify import verify_county
from evaluation.rollup.queries.coverage import coverage
from kernel.access.actor import Actor
from kernel.tenancy import county_context
from tenants.domain.division_change import carry_out, propose_change
from tenants.models import Division
from tenants.queries.division import in_force
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.network import make_network

pytestmark = pytest.mark.django_db

TOWNS = {COUNTY: ["510402001", "510402002", "510402200"], OTHER: ["510421100", "510421101"]}
DAYS = [date(2020, 6, 1), date(2021, 6, 1), date(2022, 3, 1), date(2024, 5, 1), date(2026, 11, 1)]
NEW = "%s301"

town = st.sampled_from([code for codes in TOWNS.values() for code in codes])


@st.composite
def changes(draw: st.DrawFn) -> dict:
    old = draw(town)
    county = old[:6]
    others = [code for code in TOWNS[county] if code != old]
    other_county = OTHER if county == COUNTY else COUNTY
    kind, new = draw(
        st.sampled_from(
            [
                ("RENAME", [(old, "改名镇")]),
                ("TYPE_CHANGE", [(NEW % county, "改制街道")]),
                ("MERGE", [(others[0], "")]),
                ("MERGE", [(NEW % county, "合并镇")]),
                ("SPLIT", [(old, ""), (NEW % county, "分设镇")]),
                ("TRANSFER", [(NEW % other_county, "划转镇")]),
                ("END", []),
            ]
        )
    )
    old_codes = [old, others[-1]] if new == [(NEW % county, "合并镇")] else [old]
    # Places do not leave before they began: refused, see test_carry.
    first = date(2021, 6, 2) if kind == "TRANSFER" else date(2020, 1, 2)
    day = draw(st.dates(first, date(2026, 11, 1)))
    return {"kind": kind, "predecessors": old_codes, "successors": new, "effective_on": day}


def answers(on: date) -> list:
    return [coverage({"code": code, "name": ""}, on) for code in ("5104", COUNTY, OTHER)]


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(asked=changes())
def test_days_before_stay_and_days_after_count_the_new_divisions(system: Actor, asked: dict):
    with transaction.atomic():
        for code in TOWNS:
            make_network(code)
        day = asked["effective_on"]
        eve = [one for one in [*DAYS, day - timedelta(days=1)] if one < day]
        before = [answers(one) for one in eve]

        with county_context(None):
            carry_out(actor=system, change=propose_change(actor=system, **asked))

        assert [answers(one) for one in eve] == before
        towns = in_force(day).filter(level="TOWNSHIP", code__startswith="5104").count()
        assert answers(day)[0]["total"]["township"]["due"] == towns
        assert not orphans(day)
        for code in TOWNS:
            with county_context(code):
                assert verify_county() == []
        transaction.set_rollback(True)


def orphans(day: date) -> list[str]:
    """Divisions in force whose parent is not."""
    there = set(in_force(day).values_list("code", flat=True))
    rows = Division.objects.filter(code__in=there).exclude(parent_code="")
    return [code for code, above in rows.values_list("code", "parent_code") if above not in there]
