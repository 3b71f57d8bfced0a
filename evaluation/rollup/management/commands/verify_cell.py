"""Compare what the installation above holds of this one with what is here."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluation.rollup.cells.transport import PushFailed, upper
from evaluation.rollup.cells.units import digests


class Command(BaseCommand):
    """Exit 0: equal. Exit 1: each unit that differs on a line of its own."""

    help = "Compare the digests of every county and year here and in the installation above."

    def handle(self, *args: Any, **options: Any) -> None:
        to = upper()
        if to is None:
            raise CommandError("QIANZHAN_UPSTREAM_URL names no installation above.")
        try:
            above = to.digests()
        except PushFailed as error:
            raise CommandError(str(error)) from error
        here = digests(to.cell)
        found = sorted(
            name for name in here.keys() | above.keys() if here.get(name) != above.get(name)
        )
        for county, part in found:
            what = _say(here.get((county, part)), above.get((county, part)))
            self.stdout.write(f"{county} {part}: {what}")
        if found:
            raise CommandError(f"{len(found)} of {len(here)} units differ", returncode=1)
        self.stdout.write(f"{len(here)} units: all equal")


def _say(here: str | None, above: str | None) -> str:
    if here is None:
        return "only above"
    return "only here" if above is None else "different"
