"""Erasing a county that has left: asked for by one operator, confirmed by another.

Schema, keys and rows go in one transaction, then the files, then the certificate is written.
A process killed in between leaves the county LEAVING with the step it had reached; asking
again goes on from there.
"""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.domain.session import HOST_KEY
from kernel.accounts.models import LoginFailure, OfficialRole, Token
from kernel.crypto.signing import sign, verify
from kernel.errors import Conflict, FieldError, Forbidden, Invalid
from kernel.hooks import erase_parts
from kernel.seals.domain import installation_pair
from kernel.seals.models import Seal
from kernel.wakeups.models import Wakeup
from kernel.workdays.clock import now
from tenants.archive.database import lock_patiently, telling_database
from tenants.archive.export import Progress, quiet
from tenants.archive.files import drop_files
from tenants.archive.read import verify_archive
from tenants.archive.restore import lock_old, see_county
from tenants.archive.stage import drop_dead_stages
from tenants.domain.state import change_state
from tenants.models import County, CountyState, Domain, Erasure, ErasureStep
from tenants.queries.county import find_county
from tenants.queries.division import heirs_of


def ask_erasure(
    *,
    code: str,
    file: Path,
    passphrase: str,
    digest: str,
    reason: str,
    actor: Actor,
    order: UUID | None = None,
    progress: Progress = quiet,
) -> Erasure:
    """Ask for the erasure of a county in LEAVING, with its last archive.

    The archive is read to its end: it must be whole, have the manifest of that digest, and
    hold the county as it is now. An `order` given again after it was done changes nothing.
    Raises Forbidden, NotFound, Conflict, Invalid (BadArchive).
    """
    if order and (asked := Erasure.objects.filter(uuid=order).first()):
        return asked
    county = check_asking(code=code, reason=reason, actor=actor)
    manifest = verify_archive(file, passphrase, progress)
    if manifest.digest != digest:
        message = _("The archive has another manifest than the one you name.")
        error = FieldError("digest", "other_digest", message, digest, manifest.digest)
        raise Invalid(message, errors=[error])
    refuse_other_state(county, manifest.head["chain"], manifest.head["county"]["uuid"])
    proved = {
        "manifest": digest,
        "exported_at": manifest.head["exported_at"],
        "chain": manifest.head["chain"],
        "terms": manifest.head["county"].get("terms"),
        "rows": manifest.rows,
        "files": sum(part["kind"] == "file" for part in manifest.parts),
    }
    erasure, _made = Erasure.objects.update_or_create(
        county_code=code,
        step=ErasureStep.ASKED,
        defaults={
            "uuid": order or uuid4(),
            "county_name": county.name,
            "county_uuid": county.uuid,
            "reason": reason.strip(),
            "archive": proved,
            "asked_by": actor.user_uuid,
            "asked_name": actor.name,
            "asked_at": now(),
        },
    )
    return erasure


def check_asking(*, code: str, reason: str, actor: Actor) -> County:
    """The county, when its erasure may be asked for. Raises as `ask_erasure`."""
    require_person(actor)
    county = find_county(actor=actor, code=code)
    refuse_state(county)
    if not reason.strip():
        message = _("Say why.")
        raise Invalid(message, errors=[FieldError("reason", "required", message, reason)])
    under_way = Erasure.objects.filter(county_code=code)
    if under_way.exclude(step__in=[ErasureStep.ASKED, ErasureStep.DONE]).exists():
        raise Conflict(_("The erasure has been confirmed already."), code="confirmed")
    return county


@transaction.atomic
def confirm_erasure(*, code: str, actor: Actor) -> Erasure:
    """The second person's word; `carry_out` may follow. Raises Forbidden, NotFound, Conflict."""
    require_person(actor)
    county = find_county(actor=actor, code=code)
    refuse_state(county)
    asked = Erasure.objects.select_for_update().filter(county_code=code, step=ErasureStep.ASKED)
    erasure = asked.first()
    if erasure is None:
        raise Conflict(_("Nobody has asked for the erasure of this county."), code="not_asked")
    if erasure.asked_by == actor.user_uuid:
        raise Forbidden(_("Another person than the one who asked must confirm."))
    erasure.confirmed_by, erasure.confirmed_name = actor.user_uuid, actor.name
    erasure.confirmed_at, erasure.step = now(), ErasureStep.CONFIRMED
    erasure.save()
    return erasure


def carry_out(*, code: str, actor: Actor) -> Erasure:
    """Erase what was confirmed, from the step that was reached on; may be repeated.

    Raises Conflict when nothing was confirmed, when the county has gone on since its archive,
    or when another transaction holds its tables.
    """
    require(actor, OfficialRole.PLATFORM)
    erasure = Erasure.objects.filter(county_code=code).order_by("-id").first()
    if erasure is None or erasure.step == ErasureStep.ASKED:
        raise Conflict(_("The erasure has not been confirmed."), code="not_confirmed")
    if erasure.step == ErasureStep.CONFIRMED:
        with telling_database(code):
            erasure = empty_county(erasure)
    if erasure.step == ErasureStep.EMPTIED:
        files = drop_files(code)
        drop_dead_stages()
        cache.clear()
        erasure = certify(erasure, files, actor)
    return erasure


@transaction.atomic(durable=True)
def empty_county(erasure: Erasure) -> Erasure:
    """Drop the schema, empty the keys, remove the county's rows in public."""
    erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
    county = County.objects.get(code=erasure.county_code)
    refuse_state(county)
    with connection.cursor() as cursor:
        lock_patiently(cursor)
    lock_old(county, county.schema_name)
    refuse_other_state(county, erasure.archive["chain"], str(erasure.county_uuid))
    removed = remove_rows(county)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [county.schema_name])
        removed["tables"] = cursor.fetchone()[0]
        cursor.execute(f"DROP SCHEMA {county.schema_name} CASCADE")
    # Without its key nothing encrypted can be read again, wherever a copy of it may lie.
    County.objects.filter(pk=county.pk).update(wrapped_key="", wrapped_signing_key="")
    erasure.removed, erasure.step = removed, ErasureStep.EMPTIED
    erasure.save()
    return erasure


def remove_rows(county: County) -> dict[str, int]:
    """Public rows of the county and what was issued for its hosts; how many of each kind."""
    hosts = list(county.domains.values_list("domain", flat=True))
    removed: dict[str, int] = {}
    for part in erase_parts.call(county):
        removed |= part
    removed["sessions"] = drop_sessions(set(hosts))
    removed["tokens"] = Token.objects.filter(host__in=hosts).delete()[0]
    LoginFailure.objects.filter(host__in=hosts).delete()
    removed["seals"] = Seal.objects.filter(county_code=county.code).delete()[0]
    removed["jobs"] = Wakeup.objects.filter(county_code=county.code).delete()[0]
    removed["hosts"] = Domain.objects.filter(tenant=county).delete()[0]
    return removed


def drop_sessions(hosts: set[str]) -> int:
    """End every session of these hosts: a session says only inside whose it is."""
    ended = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get(HOST_KEY) in hosts
    ]
    Session.objects.filter(pk__in=ended).delete()
    return len(ended)


@transaction.atomic
def certify(erasure: Erasure, files: int, actor: Actor) -> Erasure:
    """Sign what was done with the installation's key, and close the county for good."""
    erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if erasure.step == ErasureStep.DONE:
        return erasure
    county = County.objects.get(code=erasure.county_code)
    public_key, wrapped = installation_pair()
    # A try that was killed may have removed files already: never say fewer than there were.
    erasure.removed["files"] = max(files, erasure.archive["files"])
    erasure.certificate = write_certificate(erasure)
    erasure.signature = sign(erasure.certificate.encode(), wrapped)
    erasure.public_key, erasure.step = public_key, ErasureStep.DONE
    erasure.save()
    change_state(county=county, to=CountyState.ERASED, actor=actor, reason=erasure.reason)
    return erasure


def write_certificate(erasure: Erasure) -> str:
    """The certificate's text, JSON."""
    content: dict[str, Any] = {
        "certificate": "erasure of a county",
        "uuid": str(erasure.uuid),
        "installation": settings.BASE_HOST,
        "county": {
            "code": erasure.county_code,
            "name": erasure.county_name,
            "uuid": str(erasure.county_uuid),
        },
        "reason": erasure.reason,
        "asked": said(erasure.asked_by, erasure.asked_name, erasure.asked_at),
        "confirmed": said(erasure.confirmed_by, erasure.confirmed_name, erasure.confirmed_at),
        "archive": erasure.archive,
        "removed": erasure.removed,
        "kept": kept_of(erasure.county_code),
        "erased_at": now().isoformat(),
    }
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)


def kept_of(code: str) -> list[str]:
    """What stays in public, in words."""
    heirs = ", ".join(heirs_of(code))
    sums = f"rows of the boards, as {heirs} follows" if heirs else "sums of its published years"
    return ["events of the county", sums, "this certificate"]


def said(user: Any, name: str, at: Any) -> dict[str, str]:
    return {"user": str(user), "name": name, "at": at.isoformat()}


def is_genuine(erasure: Erasure) -> bool:
    """Whether this installation signed just this certificate."""
    public_key, _wrapped = installation_pair()
    return erasure.public_key == public_key and verify(
        erasure.certificate.encode(), erasure.signature, public_key
    )


def require_person(actor: Actor) -> None:
    """Two people answer for an erasure: neither of them is the program."""
    require(actor, OfficialRole.PLATFORM)
    if actor.is_system:
        raise Forbidden(_("An operator must do this in person."))


def refuse_state(county: County) -> None:
    if county.state != CountyState.LEAVING:
        message = _("Only a county that is leaving is erased; this one is %(state)s.")
        raise Conflict(message % {"state": county.get_state_display()})
    copies = County.objects.filter(rehearsal_of=county.code).order_by("code")
    if codes := ", ".join(copies.values_list("code", flat=True)):
        message = _("Rehearsal copies of this county are still here: %(codes)s. Remove them first.")
        raise Conflict(message % {"codes": codes}, code="copies")


def refuse_other_state(county: County, chain: dict[str, Any], uuid: str) -> None:
    """The archive must hold this county, up to its last entry."""
    seen = see_county(county.code)
    if str(county.uuid) != uuid:
        raise Conflict(_("This is the archive of another county."), code="other_county")
    if seen is None or (seen.seq, seen.digest) != (chain["seq"], chain["digest"]):
        raise Conflict(
            _("The county has gone on since this archive was made; export it again."),
            code="changed",
        )
