"""What browsers and caches on the way keep: no page that names somebody (X06, X11)."""

from itertools import chain

from kernel.tenancy import county_context
from stations.casework.models import Beneficiary, DiscoveryLead, Household, RosterEntry
from stations.people.models import Internship, Volunteer
from tests.access.test_table import COUNTY_ROWS
from tests.fixtures.clients import client_for

NAMED = (Beneficiary, Household, RosterEntry, DiscoveryLead, Internship, Volunteer)
# A form is kept: who goes back to it finds what they typed, and the key that knows it again.
A_FORM = 'name="once"'


def names(town):
    """Of everybody served or helping in the county."""
    with county_context(town.county):
        fields = [
            model.objects.values_list("student_name" if model is Internship else "name", flat=True)
            for model in NAMED
        ]
        return {name for name in chain(*fields) if name}


def test_no_page_that_names_somebody_is_kept(town):
    head, known = client_for(town.users["head"]), names(town)
    paths = {
        row.path.format(**town.objects["S001"])
        for row in COUNTY_ROWS
        if row.method == "GET" and "H" in row.may
    }
    kept, looked_at = set(), 0
    for path in sorted(path for path in paths if not path.startswith("/api/")):
        answer = head.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        if answer.status_code != 200 or A_FORM.encode() in body:
            continue
        if any(name.encode() in body for name in known):
            looked_at += 1
            if "no-store" not in answer.headers.get("Cache-Control", ""):
                kept.add(path)
    assert looked_at > 20
    assert kept == set()


def test_the_records_behind_a_figure_are_not_kept(town):
    path = town.objects["S001"]["evaluation"]
    shown = client_for(town.users["head"]).get(f"/evaluations/{path}/facts/C05/")
    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store")


def test_a_file_is_kept_by_no_shared_cache(town):
    table = client_for(town.users["bureau"]).get("/targets/export/")
    assert (table.status_code, table["Cache-Control"]) == (200, "private, no-cache")
