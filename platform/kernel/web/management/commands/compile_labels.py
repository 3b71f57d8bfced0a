"""Compile the translations of all apps, or check that they are compiled and complete."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.web.labels import compile_catalogue, find_catalogues, find_gaps, find_stale


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing; fail for a stale .mo, a missing or a conflicting translation",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        catalogues = find_catalogues(settings.ROOT)
        if not options["check"]:
            for po in catalogues:
                po.with_suffix(".mo").write_bytes(compile_catalogue(po))
            self.stdout.write(f"{len(catalogues)} catalogues compiled")
            return
        wrong = [*find_stale(catalogues), *find_gaps(settings.ROOT, catalogues)]
        for line in wrong:
            self.stdout.write(line.removeprefix(f"{settings.ROOT}/"))
        if wrong:
            raise CommandError(f"{len(wrong)} labels or catalogues are wrong")
        self.stdout.write(f"{len(catalogues)} catalogues, complete and compiled")
