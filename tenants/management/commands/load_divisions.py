"""Load the divisions of provinces: manage.py load_divisions 51 32."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from kernel.errors import DomainError
from tenants.data.files import FOLDER, DivisionRow
from tenants.domain.division import LoadReport, load_divisions
from tenants.models import DivisionLevel


class Command(BaseCommand):
    help = (
        "Load provinces with all that lies below them. A newer list of a loaded province is not "
        "written: it becomes proposals, which an operator carries out or rejects."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("province", nargs="+", help="two digits, e.g. 51 for Sichuan")
        parser.add_argument(
            "--source",
            type=Path,
            default=FOLDER,
            metavar="DIR",
            help="folder with provinces, cities, areas, streets, villages (.csv or .csv.xz)",
        )

        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="DATE",
            help="day on which proposed changes take effect; default: today",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        quiet = options["verbosity"] == 0

        def progress(rows: Iterable[DivisionRow], level: str) -> Iterable[DivisionRow]:
            return tqdm(rows, desc=level.lower(), unit=" rows", disable=quiet)

        try:
            report = load_divisions(
                provinces=options["province"],
                source=options["source"],
                on=options["on"],
                progress=progress,
            )
        except DomainError as error:
            raise CommandError(error.detail) from error
        if not quiet:
            self.tell(report)

    def tell(self, report: LoadReport) -> None:
        if report.unchanged:
            self.stdout.write(f"loaded from this list already: {', '.join(report.unchanged)}")
        if report.rows:
            counts = ", ".join(f"{level.lower()} {report.rows[level]:,}" for level in DivisionLevel)
            self.stdout.write(f"{counts}; new {report.new:,}, renamed {report.renamed:,}")
        if report.proposed:
            self.stdout.write(f"{report.proposed} changes proposed: see the operators' pages")
        if report.doubled:
            self.stdout.write(f"codes that came twice, first name kept: {report.doubled}")
