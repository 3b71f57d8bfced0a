"""Erase a county that has left: one operator asks, another confirms.

manage.py erase_county 510402 --by wang --archive 510402.qzc --digest ... --reason ...
manage.py erase_county 510402 --by li --confirm
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.access.actor import Actor
from tenants.archive.passphrase import read_passphrase
from tenants.domain.erase import ask_erasure, carry_out, confirm_erasure
from tenants.management.operation import acting, add_by, add_passphrase, progress_bar, refusals
from tenants.models import Erasure


class Command(BaseCommand):
    help = "Erase schema, files, keys and rows of a county in LEAVING; leaves a certificate."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="six digits")
        parser.add_argument("--archive", type=Path, help="asks: the county's last archive")
        parser.add_argument("--digest", default="", help="asks: digest of its manifest")
        parser.add_argument("--reason", default="", help="asks: why")
        parser.add_argument("--confirm", action="store_true", help="confirms and erases")
        parser.add_argument("--resume", action="store_true", help="goes on after a kill")
        parser.add_argument("--certificate", type=Path, help="file for the certificate")
        add_passphrase(parser)
        add_by(parser, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        actor = acting(options["by"])
        chosen = [bool(options[way]) for way in ("archive", "confirm", "resume")]
        if sum(chosen) != 1:
            raise CommandError("One of --archive (to ask), --confirm and --resume is needed.")
        with refusals():
            if options["archive"]:
                self.ask(actor, options)
                return
            if options["confirm"]:
                confirm_erasure(code=options["code"], actor=actor)
            self.show(carry_out(code=options["code"], actor=actor), options["certificate"])

    def ask(self, actor: Actor, options: dict[str, Any]) -> None:
        passphrase = read_passphrase(options["passphrase_file"])
        with progress_bar(options["code"], quiet=options["verbosity"] == 0) as progress:
            ask_erasure(
                code=options["code"],
                file=options["archive"],
                passphrase=passphrase,
                digest=options["digest"],
                reason=options["reason"],
                actor=actor,
                progress=progress,
            )
        self.stdout.write("The archive is whole. Another operator must confirm (--confirm).")

    def show(self, erasure: Erasure, file: Path | None) -> None:
        if file is not None:
            file.write_text(erasure.certificate, encoding="utf-8")
        self.stdout.write(f"{erasure.certificate}\n{erasure.signature}")
