"""Bringing all counties up to date, asked for on a page or by the API."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.jobs.registry import job_kind
from kernel.jobs.run import JobRun
from kernel.operations.domain import enqueue_operation
from kernel.operations.models import Operation
from tenants.migration.run import Options, migrate_counties

MIGRATE = "tenants.migrate"


def ask_for_migration(*, actor: Actor, canary: str = "", dry_run: bool = False) -> Operation:
    """Have all schemas migrated by a worker; one that still waits is not asked for twice."""
    payload = {"canary": canary, "dry_run": dry_run}
    return enqueue_operation(
        kind=MIGRATE, payload=payload, actor=actor, dedup_key=f"{canary} {dry_run}"
    )


@job_kind(MIGRATE, gettext_lazy("Bring all counties up to date"))
def migrate(run: JobRun) -> dict[str, Any]:
    """A county that is done is not touched again when the worker is killed and another goes on."""
    options = Options(canary=run.payload["canary"], dry_run=run.payload["dry_run"])
    report = migrate_counties(options, progress=run.progress)
    if report.failed:
        named = "; ".join(f"{row.label}: {row.told or row.outcome}" for row in report.failed)
        raise Conflict(_("Not up to date: %(named)s") % {"named": named}, code="not_migrated")
    found = report.to_json()
    shown = {_("Migrations"): ", ".join(found["migrations"]) or "–"} | found["counts"]
    return {"report": shown, **found}
