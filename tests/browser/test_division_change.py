"""The operators' pages of changes of divisions, on a desk and on a phone."""

from datetime import date

import pytest

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.jobs.tasks import run
from kernel.operations.models import Operation
from tenants.domain.division_change import propose_change
from tenants.jobs.division_change import order_preview
from tenants.models import DivisionChange
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
    operator, release = official("PLATFORM"), "c" * 64
    DivisionChange.objects.update(release=release)
    order_preview(actor=actor_of(operator), release=release)
    run(county="", job=str(Operation.objects.get().uuid))
    page = open_page("ops", user=operator, width=width)

    for number, path in enumerate(
        (
            "/divisions/",
            "/divisions/new/?below=510402",
            f"/divisions/{change.uuid}/",
            f"/divisions/lists/{release}/",
        )
    ):
        page.goto(site.url("ops", path))
        assert_sound(page)
        shot(page, f"division-change-{number}-{width}")
