"""What the installation above must know of this one, and how far the push is."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from evaluation.rollup.models import Cell, Upstream
from kernel.seals.domain import installation_pair


class Command(BaseCommand):
    """Prints no secret."""

    help = "Show this installation's public key, how far its push is, and the cells below it."

    def handle(self, *args: Any, **options: Any) -> None:
        public_key, _wrapped = installation_pair()
        self.stdout.write(f"cell {settings.CELL_CODE or '(no QIANZHAN_CELL_CODE)'}")
        self.stdout.write(f"public key {public_key}")
        self.stdout.write(f"upstream {settings.UPSTREAM_URL or '(none)'}")
        for state in Upstream.objects.all():
            self.stdout.write(
                f"changes {state.sequence}, acknowledged {state.acknowledged}, "
                f"last push {state.pushed_at or 'never'}"
            )
            if state.error:
                self.stdout.write(f"{state.failures} failures, the last: {state.error}")
        for cell in Cell.objects.order_by("code"):
            self.stdout.write(
                f"below: {cell}, position {cell.position}, last call {cell.seen_at or 'never'}, "
                f"last news {cell.received_at or 'never'}"
            )
