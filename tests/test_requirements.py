"""docs/requirements.md has one row for each id, so that it cannot say two things about one."""

import re
from collections import Counter

from django.conf import settings

ID = re.compile(r"\b[A-Z]+[0-9]+[a-z]?\b")


def test_each_requirement_stands_in_one_row():
    lines = (settings.ROOT / "docs" / "requirements.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| ")][1:]
    # A row of no single id has a name, which is one row's as well.
    counts = Counter(found for row in rows for found in ID.findall(row[1]) or [row[1]])

    assert len(counts) > 100
    assert [found for found, count in counts.items() if count > 1] == []
    assert all(len(row) == 5 for row in rows)
