"""Remove a rehearsal copy: manage.py remove_copy 519901 --reason ..."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenants.domain.copy import remove_copy
from tenants.management.operation import acting, add_by, refusals


class Command(BaseCommand):
    help = "Remove a rehearsal copy with schema, files and keys; never a county itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="the copy's six digits")
        parser.add_argument("--reason", default="", help="why")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        actor = acting(options["by"])
        with refusals():
            remove_copy(code=options["code"], reason=options["reason"], actor=actor)
        self.stdout.write(f"{options['code']}: removed")
