"""Base of the commands that move a county to another state."""

from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandParser

from tenants.domain.state import change_state
from tenants.management.operation import acting, add_by, refusals
from tenants.models import CountyState
from tenants.queries.county import find_county


class StateCommand(BaseCommand):
    """One county, a state, a reason, and who says so."""

    to: ClassVar[CountyState]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="six digits")
        parser.add_argument("--reason", default="", help="shown to the county's users")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        actor = acting(options["by"])
        with refusals():
            county = find_county(actor=actor, code=options["code"])
            county = change_state(county=county, to=self.to, actor=actor, reason=options["reason"])
        self.stdout.write(f"{county}: {county.state}")
