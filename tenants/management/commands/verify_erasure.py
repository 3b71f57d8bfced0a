"""Prove the certificate of a county's erasure: manage.py verify_erasure 510402."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.domain.erase import is_genuine
from tenants.models import Erasure, ErasureStep


class Command(BaseCommand):
    help = "Show the certificate of an erased county; exit 1 when its signature is not ours."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="six digits")

    def handle(self, *args: Any, **options: Any) -> None:
        done = Erasure.objects.filter(county_code=options["code"], step=ErasureStep.DONE).last()
        if done is None:
            raise CommandError(f"{options['code']} has not been erased here.")
        self.stdout.write(done.certificate)
        if not is_genuine(done):
            raise CommandError("The signature does not fit this certificate.", returncode=1)
        self.stdout.write("The signature is this installation's.")
