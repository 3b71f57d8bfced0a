"""Put counties into encrypted files: manage.py export_county 510402 --to 510402.qzc."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.archive.export import export_county
from tenants.archive.passphrase import read_passphrase
from tenants.management.operation import acting, add_by, add_passphrase, progress_bar, refusals


class Command(BaseCommand):
    help = "Write a county's schema, files, keys and people to one encrypted file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", nargs="+", help="six digits; several with --to FOLDER")
        parser.add_argument("--to", type=Path, required=True, help="a new file, or a folder")
        add_passphrase(parser)
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        codes, to = options["code"], options["to"]
        if len(codes) > 1 and not to.is_dir():
            raise CommandError("--to: several counties need a folder.")
        actor = acting(options["by"])
        with refusals():
            passphrase = read_passphrase(options["passphrase_file"], twice=True)
            for code in codes:
                target = to / f"{code}.qzc" if to.is_dir() else to
                with progress_bar(code, quiet=options["verbosity"] == 0) as progress:
                    manifest = export_county(
                        code=code, to=target, passphrase=passphrase, actor=actor, progress=progress
                    )
                self.stdout.write(f"{target}: {manifest.rows} rows, manifest {manifest.digest}")
