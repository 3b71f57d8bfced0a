"""Let the first person of a county's bureau in, who then lets in the others by page:
manage.py admit_member --county 510402 chen.ju 陈菊."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.errors import Conflict, Invalid
from kernel.tenancy.command import CountyCommand
from stations.network.domain.member import admit_member


class Command(CountyCommand):
    help = "Give a person a role in one county; the first password of a new account is printed."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("username", help="log-in name")
        parser.add_argument("name", help="the person's name")
        parser.add_argument("--role", default=Role.BUREAU.value, choices=Role.values)
        parser.add_argument("--place", default="", help="code of a station, room or township")

    def handle(self, *args: Any, **options: Any) -> None:
        if len(options["county"] or ()) != 1:
            raise CommandError("--county: name one county.")
        super().handle(*args, **options)

    def handle_county(self, *, county: Any, **options: Any) -> None:
        try:
            made = admit_member(
                by=Actor.system(county.code),
                username=options["username"],
                display_name=options["name"],
                role=options["role"],
                place=options["place"],
            )
        except (Conflict, Invalid) as refusal:
            raise CommandError(str(refusal.detail)) from refusal
        self.stdout.write(f"{county.code}: {made.membership.user_name} {made.membership.role}")
        if made.password:
            self.stdout.write(f"first password, shown this once: {made.password}")
