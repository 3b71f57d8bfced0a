"""Compare what the province sees with what the counties hold."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from evaluation.rollup.domain.mirror import Difference
from evaluation.rollup.domain.verify import verify_county, verify_strangers
from kernel.tenancy.command import CountyCommand
from tenants.models import County, CountyState

WITH_DATA = (CountyState.ACTIVE, CountyState.SUSPENDED, CountyState.LEAVING)


class Command(CountyCommand):
    """Exit 0: equal, or repaired. Exit 1: differences, each printed on a line of its own."""

    help = (
        "Recompute every public roll-up row from the counties and print what differs. "
        "Exits 1 when something does."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--repair", action="store_true", help="rewrite the public rows that differ"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.found: list[Difference] = []
        self.counties = 0
        repair, named = options["repair"], options.pop("county")
        counties = County.objects.filter(rehearsal_of="")
        with_data = counties.filter(state__in=WITH_DATA).exclude(wrapped_key="")
        known = set(with_data.values_list("code", flat=True))
        erased = set(counties.filter(wrapped_key="").values_list("code", flat=True))
        super().handle(*args, county=named or sorted(known), **options)
        if not named:
            self._tell(verify_strangers(known=known, erased=erased, repair=repair))
        if self.found and not repair:
            raise CommandError(f"{len(self.found)} differences", returncode=1)
        outcome = f"{len(self.found)} differences repaired" if self.found else "all equal"
        self.stdout.write(f"{self.counties} counties: {outcome}")

    def handle_county(self, *, county: Any, **options: Any) -> None:
        if county.rehearsal_of:
            raise CommandError(f"{county.code} is a rehearsal copy: it is not rolled up.")
        self.counties += 1
        self._tell(verify_county(repair=options["repair"]))

    def _tell(self, differences: list[Difference]) -> None:
        self.found += differences
        for difference in differences:
            self.stdout.write(str(difference))
