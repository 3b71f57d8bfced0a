"""File missing volumes, propose those whose retention has ended, note days of birth."""

from typing import Any

from kernel.access.actor import Actor
from kernel.tenancy.command import CountyCommand
from stations.casework.domain import file_missing, propose_due
from stations.casework.domain.birth import note_births


class Command(CountyCommand):
    help = (
        "Archives of each county, daily or after an upgrade: volumes of cases closed before "
        "volumes were kept, the destruction list, and the days of birth that ID numbers tell, "
        "by which minors' files are closed. Doing it again changes nothing."
    )

    def handle_county(self, *, county: Any, **options: Any) -> None:
        actor = Actor.system(county.code)
        filed, proposed = file_missing(actor=actor), propose_due(actor=actor)
        born = note_births(actor=actor)
        self.stdout.write(
            f"{county.code}: {filed} volumes filed, {proposed} proposed for destruction, "
            f"{born} days of birth noted"
        )
