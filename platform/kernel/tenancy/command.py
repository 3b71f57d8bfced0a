"""Base of management commands that work in counties."""

from abc import abstractmethod
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.tenancy.context import UnknownCounty, county_codes, county_context


class CountyCommand(BaseCommand):
    """Runs ``handle_county`` in the counties named by --county, or in all active ones."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--county", action="append", help="code of a county; may be given several times"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for code in options.pop("county") or county_codes():
            try:
                with county_context(code) as county:
                    self.handle_county(county=county, **options)
            except UnknownCounty as error:
                raise CommandError(
                    f"--county: {code} is no county of this installation."
                ) from error

    @abstractmethod
    def handle_county(self, *, county: Any, **options: Any) -> None:
        """Do the command's work in the county one stands in."""
