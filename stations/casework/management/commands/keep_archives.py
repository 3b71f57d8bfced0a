"""File missing volumes, propose those whose retention has ended, note days of birth."""

from typing import Any

from kernel.access.actor import Actor
from kernel.tenancy.command import CountyCommand
from stations.casework.domain.keeping import keep_archives


class Command(CountyCommand):
    help = (
        "Archives of each county, as the schedule does daily; by hand after an upgrade: volumes "
        "of cases closed before volumes were kept, the destruction list, and the days of birth "
        "that ID numbers tell, by which minors' files are closed. Doing it again changes nothing."
    )

    def handle_county(self, *, county: Any, **options: Any) -> None:
        kept = keep_archives(actor=Actor.system(county.code))
        self.stdout.write(
            f"{county.code}: {kept.filed} volumes filed, {kept.proposed} proposed for "
            f"destruction, {kept.born} days of birth noted, {kept.stopped} services stopped, "
            f"{kept.kinds} kinds of records proposed"
        )
