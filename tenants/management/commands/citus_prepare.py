"""Tell Citus how the public tables are kept; nothing on plain PostgreSQL."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from tenants import citus


class Command(BaseCommand):
    """Run at the coordinator after each shared migration that makes a table; repeatable."""

    help = (
        "On a Citus cluster: make the catalogue reference tables and the other public tables "
        "local ones of the coordinator. Does nothing on plain PostgreSQL."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only print the statements")

    def handle(self, *args: Any, **options: Any) -> None:
        if not citus.has_citus():
            self.stdout.write("This database has no Citus: nothing to do.")
            return
        statements = citus.plan(citus.public_tables())
        for statement in statements:
            self.stdout.write(statement)
            if not options["dry_run"]:
                self._run(statement)
        self.stdout.write(f"{len(statements)} statements" if statements else "All is prepared.")

    def _run(self, statement: str) -> None:
        """Each for itself: what was done stays done when a later one fails."""
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError as error:
            told = " ".join(str(error).split())
            raise CommandError(f"{statement}: {told}. Run it again when that is mended.") from error
