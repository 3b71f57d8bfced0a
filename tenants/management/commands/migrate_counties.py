"""Migrate all county schemas: manage.py migrate_counties [--dry-run] [--canary CODE]."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from kernel.errors import DomainError
from kernel.tenancy.schema import Limits
from tenants.migration.plan import SqlStep
from tenants.migration.report import Outcome, Report
from tenants.migration.run import Options, Patience, migrate_counties
from tenants.provisioning.names import schema_of


class Command(BaseCommand):
    help = "Bring the template, every county and the spares up to date; may be repeated."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="show the SQL and its locks, change nothing"
        )
        parser.add_argument(
            "--canary", default="", metavar="CODE", help="this county first; stop when it fails"
        )
        parser.add_argument(
            "--county", action="append", default=[], metavar="CODE", help="only this one"
        )
        parser.add_argument(
            "--connections", type=int, default=2, metavar="N", help="schemas at once (2)"
        )
        parser.add_argument(
            "--lock-timeout", type=int, default=1000, metavar="MS", help="wait for a lock (1000)"
        )
        parser.add_argument(
            "--statement-timeout", type=int, default=60_000, metavar="MS", help="(60000)"
        )
        parser.add_argument(
            "--tries", type=int, default=6, metavar="N", help="when locks are not free (6)"
        )
        parser.add_argument("--report", type=Path, metavar="FILE", help="the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_small(options)
        quiet = options["verbosity"] == 0
        try:
            with tqdm(desc="schemas", unit="", disable=quiet) as bar:

                def show(done: int, total: int) -> None:
                    bar.total = total
                    bar.update(done - bar.n)

                report = migrate_counties(wanted(options), progress=show)
        except DomainError as error:
            raise CommandError(error.detail) from error
        if options["report"]:
            text = json.dumps(report.to_json(), ensure_ascii=False, indent=1)
            options["report"].write_text(f"{text}\n", encoding="utf-8")
        if not quiet:
            self.tell(report)
        if report.failed:
            raise CommandError(complaint(report))

    def tell(self, report: Report) -> None:
        for group in report.groups if report.dry_run else ():
            self.stdout.write(f"-- in {', '.join(group.schemas)}")
            for step in group.plan.steps:
                self.stdout.write(f"-- {step.migration}: {'; '.join(step.locks) or 'no lock'}")
                self.stdout.write(f"{step};" if isinstance(step, SqlStep) else f"{step}")
        for row in report.rows:
            if row.outcome == Outcome.DONE:
                moved = f"{row.before[:8]} -> {row.after[:8]}"
                cost = f"{row.seconds:.3f} s, tries: {row.tries}"
                self.stdout.write(f"{row.label:<16} {moved}  {cost}")
        counts = ", ".join(f"{name.lower()} {count}" for name, count in report.counts().items())
        self.stdout.write(f"schemas: {counts or 'none'}")


def wanted(options: dict[str, Any]) -> Options:
    return Options(
        only=frozenset(schema_of(code) for code in options["county"]),
        canary=options["canary"],
        dry_run=options["dry_run"],
        connections=options["connections"],
        limits=Limits(lock_ms=options["lock_timeout"], statement_ms=options["statement_timeout"]),
        patience=Patience(tries=options["tries"]),
    )


def refuse_small(options: dict[str, Any]) -> None:
    """A timeout of 0 would wait for ever."""
    for name in ("connections", "lock_timeout", "statement_timeout", "tries"):
        if options[name] < 1:
            option = name.replace("_", "-")
            raise CommandError(f"--{option}: expected a number from 1, got {options[name]}.")


def complaint(report: Report) -> str:
    """The schemas that are not up to date, each with the reason."""
    lines = [f"{row.label}: {row.outcome.value} {row.error}".rstrip() for row in report.failed]
    return "\n".join([f"{len(lines)} schemas are not up to date:", *lines])
