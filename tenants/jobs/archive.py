"""Archives asked for from the operators' pages: made, proved and restored by a worker.

They lie in the private folder ARCHIVES_ROOT, under names that only say county and time. The
passphrase travels wrapped by the master key: operators see the payload, and nothing of it.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.crypto.keys import unwrap, wrap
from kernel.jobs.registry import job_kind
from kernel.jobs.run import JobRun
from kernel.operations.domain import enqueue_operation
from kernel.operations.models import Operation
from kernel.workdays.clock import now
from tenants.archive.disk import archives_root
from tenants.archive.export import export_county
from tenants.archive.folder import find_archive
from tenants.archive.passphrase import check_passphrase
from tenants.archive.restore import Confirmation, restore_county
from tenants.models import County

EXPORT, RESTORE = "tenants.export", "tenants.restore"


def order_export(*, actor: Actor, county: County, passphrase: str) -> Operation:
    """Have a worker write the county's archive. Raises Forbidden, Invalid (passphrase)."""
    name = f"{county.code}-{now():%Y%m%d-%H%M%S}.qzc"
    payload = {"code": county.code, "name": name, "key": wrap(check_passphrase(passphrase))}
    return enqueue_operation(kind=EXPORT, payload=payload, actor=actor, county_code=county.code)


def order_restore(
    *,
    actor: Actor,
    name: str,
    passphrase: str,
    as_code: str = "",
    host: str = "",
    confirmation: Confirmation | None = None,
) -> Operation:
    """Have a worker restore an archive of the private folder. Raises Forbidden, Invalid."""
    find_archive(name)
    payload = {
        "name": name,
        "key": wrap(check_passphrase(passphrase)),
        "as": as_code,
        "host": host,
        "confirmation": vars(confirmation) if confirmation else None,
    }
    code = as_code or (confirmation.code if confirmation else "")
    return enqueue_operation(kind=RESTORE, payload=payload, actor=actor, county_code=code)


@job_kind(EXPORT, gettext_lazy("Export into an archive"))
def run_export(run: JobRun) -> dict[str, Any]:
    """A second try finds the finished file under its name and overwrites it."""
    target = archives_root() / run.payload["name"]
    target.unlink(missing_ok=True)
    manifest = export_county(
        code=run.payload["code"],
        to=target,
        passphrase=unwrap(run.payload["key"]),
        actor=operator_of(run),
        progress=run.progress,
    )
    shown = {_("Archive"): target.name, _("Digest of the manifest"): manifest.digest}
    return {
        "report": shown,
        "archive": target.name,
        "manifest": manifest.digest,
        "rows": manifest.rows,
    }


@job_kind(RESTORE, gettext_lazy("Restore from an archive"))
def run_restore(run: JobRun) -> dict[str, Any]:
    """A second try begins anew; after the swap it only clears up."""
    given = run.payload["confirmation"]
    county = restore_county(
        file=find_archive(run.payload["name"]),
        passphrase=unwrap(run.payload["key"]),
        actor=operator_of(run),
        as_code=run.payload["as"],
        host=run.payload["host"],
        confirmation=Confirmation(**given) if given else None,
        order=run.uuid,
        progress=run.progress,
    )
    return {"url": f"/counties/{county.code}/", "code": county.code, "name": county.name}


def operator_of(run: JobRun) -> Actor:
    """Who asked for the operation, with the posts they hold now."""
    return actor_of(User.objects.get(uuid=str(run.created_by)))
