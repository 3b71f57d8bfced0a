"""docs/manual says what the screen says: what stands in 「」 is a text of the product."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import polib
import pytest
import yaml
from django.conf import settings

from kernel.web.labels import find_catalogues

PAGES = sorted((settings.ROOT / "docs" / "manual").glob("*.md"))
QUOTED = re.compile("「([^「」]*)」")
LINK = re.compile(r"\]\(([^)#\s]+)")
# Data whose Chinese texts are shown, and the keys under which they stand.
DATA = ("stations/*/data", "tenants/data", "evaluation/rubrics/panzhihua-township")
SHOWN = {"zh", "title", "heading"}


@cache
def screen_texts() -> frozenset[str]:
    """Every translated text, and every Chinese text of a data file."""
    entries = (each for po in find_catalogues(settings.ROOT) for each in polib.pofile(str(po)))
    found = {text for each in entries for text in (each.msgstr, *each.msgstr_plural.values())}
    for path in (path for each in DATA for path in settings.ROOT.glob(f"{each}/**/*.yaml")):
        found.update(_shown(yaml.safe_load(path.read_text(encoding="utf-8"))))
    return frozenset(found - {""})


def _shown(node: Any, key: str = "") -> Iterator[str]:
    if isinstance(node, str) and key in SHOWN:
        yield node
    elif isinstance(node, dict | list):
        for name, each in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _shown(each, str(name))


def unknown(text: str) -> list[str]:
    """What no screen shows; a list's button puts 新增 before a noun."""
    known, quoted = screen_texts(), QUOTED.findall(text)
    return [each for each in quoted if not {each, each.removeprefix("新增")} & known]


def test_what_no_screen_shows_is_found_and_the_index_leads_to_every_page():
    assert unknown("「登录」「新增志愿者」「云端同步中心」") == ["云端同步中心"]
    index = next(page for page in PAGES if page.name == "README.md")
    linked = {index.name, *LINK.findall(index.read_text(encoding="utf-8"))}
    assert {page.name for page in PAGES} <= linked


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_names_what_is_there(path: Path):
    text = path.read_text(encoding="utf-8")
    assert unknown(text) == []
    assert [link for link in LINK.findall(text) if not (path.parent / link).is_file()] == []
