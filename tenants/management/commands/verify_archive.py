"""Read an archive to its end and prove it whole: manage.py verify_archive 510402.qzc."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenants.archive.passphrase import read_passphrase
from tenants.archive.read import refuse_newer, to_head, verify_archive
from tenants.management.operation import add_passphrase, progress_bar, refusals


class Command(BaseCommand):
    help = "Compare every digest and the signature of an archive, and say what it holds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        add_passphrase(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with refusals():
            passphrase = read_passphrase(options["passphrase_file"])
            with progress_bar(options["file"].name, quiet=options["verbosity"] == 0) as progress:
                manifest = verify_archive(options["file"], passphrase, progress)
            head = to_head(manifest.head)
            refuse_newer(head)
        self.stdout.write(
            f"{head.code} {head.county['name']} as of {head.exported_at}, version {head.product}: "
            f"{manifest.rows} rows, entry {head.chain['seq']}, manifest {manifest.digest}"
        )
