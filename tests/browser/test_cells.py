"""The operators' pages of cells, on a desk and on a phone."""

from datetime import timedelta

import pytest

from evaluation.rollup.domain.cell import register_cell
from evaluation.rollup.models import Cell, Upstream
from kernel.crypto.signing import make_signing_pair
from kernel.workdays.clock import now
from tests.browser.helpers import assert_sound, shot

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 390])
def test_cells_and_one_of_them(counties, site, official, open_page, settings, width):
    settings.CELL_CODE, settings.UPSTREAM_URL = "51", "https://nation.example.cn"
    for code, name in (("33", "浙江省"), ("61", "陕西省"), ("44", "广东省")):
        register_cell(code=code, name=name, public_key=make_signing_pair()[0])
    called = now() - timedelta(minutes=3)
    Cell.objects.filter(code="33").update(seen_at=called, received_at=called, position=12345)
    Cell.objects.filter(code="61").update(seen_at=now() - timedelta(days=2), position=7)
    Upstream.objects.create(
        sequence=9, acknowledged=7, failures=2, error="Connection refused", next_try_at=now()
    )
    page = open_page("ops", user=official("PLATFORM"), width=width)

    for name, path in (("cells", "/cells/"), ("cell", "/cells/33/")):
        page.goto(site.url("ops", path))
        assert_sound(page)
        shot(page, f"{name}-{width}")
