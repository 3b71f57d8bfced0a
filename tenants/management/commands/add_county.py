"""Make the tenant of a county: manage.py add_county 510402."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from kernel.errors import DomainError
from tenants.domain.county import add_county


class Command(BaseCommand):
    help = "Make a county's schema, host name, hub and roles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="six digits of GB/T 2260, e.g. 510402")
        parser.add_argument("--trial", action="store_true", help="periods of length zero")
        parser.add_argument("--host", help="host name; default: code.base-host")
        parser.add_argument("--tag", action="append", default=[], help="pilot tag")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            county = add_county(
                code=options["code"],
                is_trial=options["trial"],
                host=options["host"],
                tags=options["tag"],
            )
        except DatabaseError as error:
            raise CommandError(f"{options['code']}: nothing was made: {error}") from error
        except DomainError as error:
            raise CommandError(f"{options['code']}: {error.detail}") from error
        host = county.domains.get(is_primary=True).domain
        self.stdout.write(f"{county.code} {county.name}: {host}")
