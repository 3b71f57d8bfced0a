"""Make a province's counties: manage.py add_province --province 51, or --csv counties.csv."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from kernel.access.actor import Actor
from kernel.errors import Invalid
from tenants.domain.province import (
    CONNECTIONS,
    CountyRow,
    ProvinceReport,
    add_counties,
    check_counties,
    read_counties,
    rows_of_province,
)


class Command(BaseCommand):
    help = (
        "Make a county for every row of a file or every county of a province. Counties that are "
        "there are kept: a run that was broken off goes on when it is started again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--province", help="two digits, e.g. 51; every county in force")
        which.add_argument(
            "--csv",
            type=Path,
            metavar="FILE",
            help="UTF-8, columns code and any of name, host, tags (parted by ;)",
        )
        parser.add_argument("--trial", action="store_true", help="periods of length zero")
        parser.add_argument("--check", action="store_true", help="check the rows, make nothing")
        parser.add_argument(
            "--connections", type=int, default=CONNECTIONS, help=f"in parallel ({CONNECTIONS})"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["connections"] < 1:
            raise CommandError(f"--connections: 1 or more, not {options['connections']}.")
        actor, trial = Actor.system(None), options["trial"]
        try:
            rows = read_rows(options["province"], options["csv"])
            if options["check"]:
                present = check_counties(rows, actor=actor, is_trial=trial)
                self.stdout.write(f"{len(rows)} rows are good; {len(present)} are there already.")
                return
            with tqdm(total=len(rows), unit="county", disable=options["verbosity"] == 0) as bar:
                report = add_counties(
                    rows,
                    actor=actor,
                    is_trial=trial,
                    connections=options["connections"],
                    progress=lambda done, total: bar.update(done - bar.n),
                )
        except Invalid as error:
            raise CommandError("\n".join(in_words(error))) from error
        self.tell(report)

    def tell(self, report: ProvinceReport) -> None:
        self.stdout.write(f"made {len(report.made)}, there already {len(report.kept)}")
        if report.failed:
            lines = [f"{code}: {why}" for code, why in sorted(report.failed.items())]
            raise CommandError("\n".join([f"failed {len(lines)}:", *lines]))


def read_rows(province: str | None, file: Path | None) -> list[CountyRow]:
    if file is None:
        return rows_of_province(str(province))
    try:
        return read_counties(file.read_text(encoding="utf-8-sig").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"--csv: {file} cannot be read: {error}") from error


def in_words(error: Invalid) -> list[str]:
    """The refusal, then a line a fault: where, what was given, what is allowed."""
    lines = [error.detail] if not error.errors else []
    for fault in error.errors:
        allowed = f"; allowed: {fault.allowed}" if fault.allowed else ""
        lines.append(f"{fault.field}: {fault.message} (given: {fault.given!r}{allowed})")
    return lines
