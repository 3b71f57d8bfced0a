"""Push the roll-up to the installation above, now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from evaluation.rollup.cells.outgoing import push
from evaluation.rollup.cells.transport import PushFailed, upper


class Command(BaseCommand):
    """Interrupted at any point, it goes on from there when run again."""

    help = "Push what changed since the last push; with --full everything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--full", action="store_true", help="send every unit again")

    def handle(self, *args: Any, **options: Any) -> None:
        to = upper()
        if to is None:
            raise CommandError("QIANZHAN_UPSTREAM_URL names no installation above.")
        try:
            with tqdm(desc="push", unit=" units", disable=None) as bar:
                pushed = push(to, anew=options["full"], progress=bar.update)
        except PushFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{pushed.units} units in {pushed.batches} batches")
