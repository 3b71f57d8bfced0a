"""Let a province's installation push its roll-up to this one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluation.rollup.domain.cell import register_cell
from kernel.errors import DomainError


class Command(BaseCommand):
    """Code and public key are those that show_cell prints there."""

    help = "Register a province's installation by its public key, or give it another key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="two digits of the province")
        parser.add_argument("--name", required=True, help="what to call it")
        parser.add_argument("--public-key", required=True, help="as show_cell prints it there")
        parser.add_argument("--replace", action="store_true", help="give it another key")

    def handle(self, *args: Any, **options: Any) -> None:
        values = {name: options[name] for name in ("code", "name", "public_key", "replace")}
        try:
            cell = register_cell(**values)
        except DomainError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(f"{cell}: registered, position {cell.position}")
