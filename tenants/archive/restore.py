"""A county out of an archive: over itself, from another installation, or as a rehearsal copy.

Rows are loaded into a schema beside the county's, then everything changes in one transaction:
whenever the process is killed, the old county is served or the new one, never half of each.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from psycopg import sql

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.audit.models import ChainHead
from kernel.crypto.keys import wrap
from kernel.crypto.signing import make_signing_pair
from kernel.errors import Conflict, DomainError, FieldError, Invalid
from kernel.files.models import StoredFile
from kernel.hooks import Arrival, county_restored, export_parts
from kernel.tenancy import county_context
from kernel.tenancy.hosts import forget_sites
from kernel.workdays.clock import now
from tenants.archive.database import lock_patiently, telling_database
from tenants.archive.export import Progress, Steps, quiet
from tenants.archive.files import drop_files, drop_strangers, list_files, move_files
from tenants.archive.line import own_line
from tenants.archive.read import Head, open_archive, read_head
from tenants.archive.shape import list_tables, name_of, read_history
from tenants.archive.stage import (
    Loaded,
    drop_stage,
    finish_stage,
    hold_restore,
    load,
    make_stage,
    stage_of,
)
from tenants.domain.county import county_exists, schema_exists
from tenants.domain.host import check_host, default_host, host_in_use
from tenants.domain.state import record_event
from tenants.models import County, CountyEvent, CountyState, Division, Domain
from tenants.provisioning.names import TEMPLATE, schema_of
from tenants.provisioning.schema import schema_is_there
from tenants.provisioning.template import hold_template

CODE_DIGITS = 6


@dataclass(frozen=True)
class Confirmation:
    """That one means to overwrite this county, as one saw it: its code and the last entry of
    its audit trail. A county that has gone on since is not overwritten. One whose schema was
    lost ends at entry 0."""

    code: str
    seq: int
    digest: str


@dataclass(frozen=True)
class Plan:
    """What a restore will do: `code` is where to, `county` what is there now."""

    head: Head
    code: str
    county: County | None
    is_rehearsal: bool
    host: str
    confirmation: Confirmation | None


def see_county(code: str) -> Confirmation | None:
    """The county as it is now, to be confirmed with its code; None when it is not here."""
    county = County.objects.filter(code=code).first()
    if county is None or not county.wrapped_key:
        return None
    if not schema_is_there(county.schema_name):
        return Confirmation(code, 0, "")
    with county_context(code):
        head = ChainHead.objects.get()
    return Confirmation(code, head.seq, head.digest)


def restore_county(
    *,
    file: Path,
    passphrase: str,
    actor: Actor,
    as_code: str = "",
    host: str = "",
    confirmation: Confirmation | None = None,
    order: UUID | None = None,
    progress: Progress = quiet,
) -> County:
    """Bring back the county of an archive; gives it as it is then.

    Over itself where it is a tenant, with `confirmation`; with `as_code` as a rehearsal copy
    under that code; else as a new tenant at `host`. An `order` that was killed after it had
    changed the county is finished by giving it again. Raises Forbidden, Invalid (BadArchive
    among them) and Conflict; nothing has changed then.
    """
    require(actor, OfficialRole.PLATFORM)
    if order and (done := CountyEvent.objects.filter(uuid=order).first()):
        return clear_up(done)
    plan = make_plan(read_head(file, passphrase), as_code, host, confirmation)
    with telling_database(plan.code), own_line() as line:
        with line.cursor() as cursor:
            hold_restore(cursor, plan.code)
        try:
            late = make_stage(plan.code, plan.head)
            with open_archive(file, passphrase) as reader:
                steps = Steps(progress, len(plan.head.history))
                loaded = load(reader, line=line, stage=stage_of(plan.code), late=late, steps=steps)
            finish_stage(plan.code)
            done = swap(plan, loaded, actor, order)
        except BaseException:
            line.rollback()
            leave_no_trace(plan)
            raise
    return clear_up(done)


def clear_up(done: CountyEvent) -> County:
    """What follows the swap and may be repeated: files older than it that no row names go."""
    forget_sites()
    county = County.objects.get(code=done.county_code)
    moment = done.at.timestamp() * 1e9
    found = [(path, written) for path, written in list_files(county.code) if written < moment]
    with suppress(OperationalError):  # a long upload: what is left goes at the next restore
        drop_strangers(found, named_files(county))
    return county


@transaction.atomic
def named_files(county: County) -> set[str]:
    """Digests that rows name, when those who have written a file have written its row too."""
    with county_context(county.code), connection.cursor() as cursor:
        lock_patiently(cursor)
        cursor.execute(f"LOCK TABLE {StoredFile._meta.db_table} IN SHARE MODE")
        return set(StoredFile.objects.values_list("digest", flat=True))


def make_plan(head: Head, as_code: str, host: str, confirmation: Confirmation | None) -> Plan:
    """Decide how the county comes, refusing what cannot be before anything is loaded."""
    with transaction.atomic():
        known = refuse_erased(head.code)
    if as_code:
        check_copy_code(as_code)
    county = None if as_code else known
    if county is not None:
        check_confirmation(county, confirmation)
    code = as_code or head.code
    if county is None:
        host = check_host(host or default_host(code), county_code=code)
        if schema_is_there(schema_of(code)):
            raise schema_exists()
    return Plan(head, code, county, bool(as_code), host, confirmation)


def refuse_erased(code: str) -> County | None:
    """The county of an archive if it is here, held until the transaction ends: no copy of it
    comes up while it is being erased."""
    known = County.objects.select_for_update().filter(code=code).first()
    if known is not None and (known.state == CountyState.ERASED or not known.wrapped_key):
        raise Conflict(_("This county has been erased here; it is not restored."), code="erased")
    return known


def check_copy_code(code: str) -> None:
    """A copy gets a code that is no county's and no division's, of six digits."""
    message = ""
    if len(code) != CODE_DIGITS or not (code.isascii() and code.isdigit()):
        message = _("A code has six digits.")
    elif Division.objects.filter(code=code).exists():
        message = _("A division has this code; a copy needs one that nobody has.")
    elif County.objects.filter(code=code).exists():
        message = _("This code is in use.")
    if message:
        raise Invalid(message, errors=[FieldError("as", "invalid", message, code, "6 digits")])


def check_confirmation(county: County, confirmation: Confirmation | None) -> None:
    if confirmation is None or confirmation.code != county.code:
        message = _("Confirm with the county's code that %(county)s is to be overwritten.") % {
            "county": county
        }
        error = FieldError(
            "confirm", "not_confirmed", message, confirmation and confirmation.code, county.code
        )
        raise Invalid(message, code="not_confirmed", errors=[error])


@transaction.atomic(durable=True)
def swap(plan: Plan, loaded: Loaded, actor: Actor, order: UUID | None) -> CountyEvent:
    """Put what was loaded in the county's place; all in this one transaction, the event too."""
    schema = schema_of(plan.code)
    with connection.cursor() as cursor:
        lock_patiently(cursor)
        refuse_erased(plan.head.code)
        hold_template()
        if read_history(cursor, stage_of(plan.code)) != read_history(cursor, TEMPLATE):
            text = _("The counties were migrated meanwhile; restore once more.")
            raise Conflict(text, code="migrated")
    if plan.county is not None:
        lock_old(plan.county, schema)
        refuse_changed(plan)
    with connection.cursor() as cursor:
        if plan.county is not None:
            cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        cursor.execute(f"ALTER SCHEMA {stage_of(plan.code)} RENAME TO {schema}")
    county = write_county(plan, loaded)
    arrival = Arrival(county, in_place=plan.county is not None, is_rehearsal=plan.is_rehearsal)
    for parts in export_parts.call(county):
        for part in parts:
            part.write(arrival, loaded.public.get(part.name, []))
    with county_context(county.code):
        county_restored.call(arrival)
    done = tell_event(plan, county, loaded, actor, order)
    move_files(stage_of(plan.code), plan.code)
    return done


def lock_old(county: County, schema: str) -> None:
    """Wait until the county's last writers have ended, and let nobody in."""
    County.objects.select_for_update().get(pk=county.pk)
    with connection.cursor() as cursor:
        if names := list_tables(cursor, schema):
            tables = sql.SQL(", ").join(name_of(schema, name) for name in names)
            cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(tables))


def refuse_changed(plan: Plan) -> None:
    """Overwrite only the county that was confirmed."""
    if see_county(plan.code) != plan.confirmation:
        text = _(
            "The county has gone on since you confirmed; nothing was changed. Suspend it, "
            "look at it again and confirm again."
        )
        raise Conflict(text, code="changed")


def write_county(plan: Plan, loaded: Loaded) -> County:
    """The tenant's row with the archive's keys under this installation's master key."""
    keys = {"wrapped_key": wrap(loaded.secrets["county_key"]), **signing_keys(plan, loaded)}
    if plan.county is not None:
        County.objects.filter(pk=plan.county.pk).update(**keys)
        return County.objects.get(pk=plan.county.pk)
    facts = plan.head.county
    identity = {} if plan.is_rehearsal else {"uuid": facts["uuid"]}
    county = County(
        **identity,
        **keys,
        code=plan.code,
        name=facts["name"],
        schema_name=schema_of(plan.code),
        prefecture_code=facts["prefecture_code"],
        state=CountyState.ACTIVE,
        is_trial=facts["is_trial"],
        tags=facts["tags"],
        rehearsal_of=plan.head.code if plan.is_rehearsal else "",
        created_at=now() if plan.is_rehearsal else facts["created_at"],
    )
    insert(county, county_exists())
    insert(Domain(domain=plan.host, tenant=county, is_primary=True), host_in_use(plan.host))
    return County.objects.get(pk=county.pk)


def insert(row: Model, refusal: DomainError) -> None:
    """Store a new row; somebody may have taken its name while the archive was read."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise refusal from error


def signing_keys(plan: Plan, loaded: Loaded) -> dict[str, str]:
    """The county's own pair; a copy gets another, because it may not sign as the county."""
    private = loaded.secrets["signing_key"]
    if plan.is_rehearsal or not private:
        public_key, wrapped = make_signing_pair()
        return {"public_key": public_key, "wrapped_signing_key": wrapped}
    return {"public_key": plan.head.county["public_key"], "wrapped_signing_key": wrap(private)}


def tell_event(
    plan: Plan, county: County, loaded: Loaded, actor: Actor, order: UUID | None
) -> CountyEvent:
    values = {
        "at": plan.head.exported_at,
        "seq": plan.head.chain["seq"],
        "digest": loaded.manifest.digest,
    }
    reason = _("Restored as of %(at)s, entry %(seq)s; manifest %(digest)s") % values
    before = county.state if plan.county is not None else ""
    return record_event(
        county=county, actor=actor, from_state=before, to_state=county.state, reason=reason,
        uuid=order,
    )  # fmt: skip


def leave_no_trace(plan: Plan) -> None:
    """After a failure: no stage, and no files of a county that is not there."""
    drop_stage(plan.code)
    if plan.county is None and not County.objects.filter(code=plan.code).exists():
        drop_files(plan.code)
