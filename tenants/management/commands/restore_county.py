"""Take a county out of its archive: manage.py restore_county 510402.qzc [--as 519901]."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenants.archive.passphrase import read_passphrase
from tenants.archive.read import Head, read_head
from tenants.archive.restore import Confirmation, restore_county, see_county
from tenants.management.operation import acting, add_by, add_passphrase, progress_bar, refusals


class Command(BaseCommand):
    help = "Restore a county over itself, as a new tenant, or as a rehearsal copy (--as)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--as", dest="as_code", default="", metavar="CODE", help="rehearsal copy with this code"
        )
        parser.add_argument("--host", default="", help="host name of a new tenant or copy")
        parser.add_argument(
            "--confirm", metavar="CODE", help="the county that may be overwritten; else asked for"
        )
        add_passphrase(parser)
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        actor = acting(options["by"])
        with refusals():
            passphrase = read_passphrase(options["passphrase_file"])
            head = read_head(options["file"], passphrase)
            confirmation = None if options["as_code"] else self.confirm(head, options["confirm"])
            with progress_bar(head.code, quiet=options["verbosity"] == 0) as progress:
                county = restore_county(
                    file=options["file"],
                    passphrase=passphrase,
                    actor=actor,
                    as_code=options["as_code"],
                    host=options["host"],
                    confirmation=confirmation,
                    progress=progress,
                )
        host = county.domains.get(is_primary=True).domain
        self.stdout.write(f"{county}: {host}, as of {head.exported_at}")

    def confirm(self, head: Head, given: str | None) -> Confirmation | None:
        """Have the county named that is to be overwritten, after saying what is lost."""
        seen = see_county(head.code)
        if seen is None:
            return None
        if given is None:
            self.stdout.write(
                f"{head.code} {head.county['name']} is here, at entry {seen.seq}; the archive of "
                f"{head.exported_at} ends at entry {head.chain['seq']}. What came later is lost."
            )
            given = input("Type the county's code to overwrite it: ") if sys.stdin.isatty() else ""
        return Confirmation(given.strip(), seen.seq, seen.digest)
