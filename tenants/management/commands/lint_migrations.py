"""Refuse migrations that would stop the service: manage.py lint_migrations."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.migration.lint import lint


class Command(BaseCommand):
    help = "Check the SQL of every unreleased migration; exit code 1 with what is refused."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = lint()
        except (LookupError, ValueError, RuntimeError) as error:
            raise CommandError(str(error)) from error
        for finding in found:
            self.stdout.write(str(finding))
        if found:
            raise CommandError(f"{len(found)} findings; docs/decisions/0007 says what to do.")
        self.stdout.write("Every unreleased migration may run while the service is up.")
