"""The operators' pages of changes of divisions, on a desk and on a phone."""

from datetime import date

import pytest

from kernel.access.actor import Actor
from tenants.domain.division_change import propose_change
from tests.browser.helpers import assert_sound, shot
from tests.fixtures.network import make_network

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 390])
def test_changes_their_form_and_their_effects(counties, site, official, open_page, width):
    make_network()
    change = propose_change(
        actor=Actor.system(None),
        kind="MERGE",
        effective_on=date(2024, 5, 1),
        predecessors=["510402001"],
        successors=[("510402002", "")],
    )
    page = open_page("ops", user=official("PLATFORM"), width=width)

    for number, path in enumerate(
        ("/divisions/", "/divisions/new/?below=510402", f"/divisions/{change.uuid}/")
    ):
        page.goto(site.url("ops", path))
        assert_sound(page)
        shot(page, f"division-change-{number}-{width}")
