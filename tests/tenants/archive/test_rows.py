"""Rows over one connection or two: the same parts in the same order."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.access.actor import Actor
from kernel.audit.domain import record
from kernel.tenancy import county_context
from tenants.archive import export, rows
from tenants.archive.export import export_county
from tenants.archive.rows import Piece, find_middle, side_by_side
from tenants.archive.shape import TableShape
from tests.fixtures.community import a_map
from tests.fixtures.counties import COUNTY
from tests.fixtures.network import make_network
from tests.tenants.archive.conftest import PASSPHRASE


def table(name: str, pages: int = 0) -> TableShape:
    return TableShape(name, pages, ("id",))


@pytest.mark.django_db(transaction=True)
def test_two_connections_give_what_one_gives(
    counties: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with county_context(COUNTY) as county:
        stations = make_network(COUNTY)
        a_map(stations["S001"])
        for _ in range(3 * rows.ROWS):
            record(actor=Actor.system(COUNTY), action="work", obj=county)
    lines: list[Any] = []
    monkeypatch.setattr(
        export, "side_by_side", lambda *two: lines.append(two) or side_by_side(*two)
    )

    parts = []
    for least in (10**9, 0):
        monkeypatch.setattr(export, "LARGE", least)
        manifest = export_county(
            code=COUNTY,
            to=tmp_path / f"{least}.qzc",
            passphrase=PASSPHRASE,
            actor=Actor.system(None),
        )
        parts.append([part for part in manifest.parts if part["kind"] == "table"])

    assert len(lines) == 1
    one, two = parts
    assert [part["name"] for part in two] == [part["name"] for part in one]
    assert two == one
    assert {part["name"]: part["rows"] for part in two}["audit_entry"] > 2 * rows.ROWS


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 40))
def test_the_second_follows_the_first_however_much_is_kept(
    ours: int, theirs: int, ahead: int
) -> None:
    one, two = table("one"), table("two")
    first = [Piece(one, b"x" * number) for number in range(ours)]
    second = [Piece(two, b"y" * number) for number in range(theirs)]
    before = rows.AHEAD
    rows.AHEAD = ahead
    try:
        assert list(side_by_side(iter(first), iter(second))) == first + second
    finally:
        rows.AHEAD = before


@pytest.mark.parametrize(
    ("pages", "middle"),
    [([], 0), ([5], 0), ([1, 1], 1), ([1, 1, 8], 2), ([8, 1, 1], 1), ([3, 3, 3, 3], 2)],
)
def test_the_middle_is_nearest_to_half_of_the_pages(pages: list[int], middle: int) -> None:
    assert find_middle([table(str(number), size) for number, size in enumerate(pages)]) == middle
