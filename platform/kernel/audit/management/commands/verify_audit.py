"""Prove the audit chain of every county whole: exit 0, or 1 with each break."""

import sys
from typing import Any

from kernel.audit.queries.entry import find_breaks
from kernel.tenancy.command import CountyCommand


class Command(CountyCommand):
    help = "Check each county's audit chain against its own links and its seals."
    broken = 0

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if self.broken:
            sys.exit(1)

    def handle_county(self, *, county: Any, **options: Any) -> None:
        for found in find_breaks():
            self.broken += 1
            self.stdout.write(f"{county.code}: {found}")
