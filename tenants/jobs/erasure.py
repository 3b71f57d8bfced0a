"""The erasure of a county: its last archive proved by a worker, which may take minutes; carried
out by one after the second person's word."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.actor import Actor
from kernel.crypto.keys import unwrap, wrap
from kernel.jobs.registry import job_kind
from kernel.jobs.run import JobRun
from kernel.operations.domain import enqueue_operation
from kernel.operations.models import Operation
from tenants.archive.folder import find_archive
from tenants.archive.passphrase import check_passphrase
from tenants.domain.erase import ask_erasure, carry_out, check_asking, confirm_erasure
from tenants.jobs.archive import operator_of
from tenants.models import County

ASK, ERASE = "tenants.ask_erasure", "tenants.erase"


def order_proof(
    *, actor: Actor, county: County, name: str, passphrase: str, digest: str, reason: str
) -> Operation:
    """Have a worker read the last archive to its end and then ask for the erasure in the actor's
    name. What can be refused at once is. Raises as `ask_erasure`."""
    check_asking(code=county.code, reason=reason, actor=actor)
    find_archive(name)
    payload = {
        "code": county.code,
        "name": name,
        "key": wrap(check_passphrase(passphrase)),
        "digest": digest,
        "reason": reason,
    }
    return enqueue_operation(kind=ASK, payload=payload, actor=actor, county_code=county.code)


@transaction.atomic
def order_erasure(*, actor: Actor, county: County) -> Operation:
    """Confirm, as the second person, and have a worker erase. Raises Forbidden, Conflict."""
    confirm_erasure(code=county.code, actor=actor)
    payload = {"code": county.code}
    return enqueue_operation(
        kind=ERASE, payload=payload, actor=actor, county_code=county.code, dedup_key=county.code
    )


@job_kind(ASK, gettext_lazy("Prove the last archive and ask for the erasure"))
def run_proof(run: JobRun) -> dict[str, Any]:
    """A second try after the erasure was asked for finds it by the operation's own UUID."""
    given = run.payload
    asked = ask_erasure(
        code=given["code"],
        file=find_archive(given["name"]),
        passphrase=unwrap(given["key"]),
        digest=given["digest"],
        reason=given["reason"],
        actor=operator_of(run),
        order=run.uuid,
        progress=run.progress,
    )
    shown = {
        _("Archive"): given["name"],
        _("Digest of the manifest"): asked.archive["manifest"],
        _("What comes next"): _("Another operator confirms the erasure on the county's page."),
    }
    return {"report": shown, "manifest": asked.archive["manifest"]}


@job_kind(ERASE, gettext_lazy("Erase the county"))
def run_erasure(run: JobRun) -> dict[str, Any]:
    """A second try goes on from the step that the first had reached."""
    erasure = carry_out(code=run.payload["code"], actor=operator_of(run))
    shown = {_("Certificate of erasure"): str(erasure.uuid), _("Signature"): erasure.signature}
    return {"report": shown, "certificate": str(erasure.uuid), "signature": erasure.signature}
