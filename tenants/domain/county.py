"""Making a county: schema, host name, keys, state, and what the apps add to it."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.crypto.keys import make_wrapped_key
from kernel.crypto.signing import make_signing_pair
from kernel.errors import Conflict, FieldError, Invalid
from kernel.hooks import county_made, county_removed
from kernel.tenancy import county_context
from kernel.tenancy.hosts import forget_sites
from kernel.workdays.clock import now
from tenants.domain.host import check_host, default_host, host_in_use
from tenants.domain.state import change_state, record_event
from tenants.models import County, CountyState, Division, DivisionLevel, Domain, Tag
from tenants.provisioning.names import schema_of
from tenants.provisioning.schema import drop_schema, make_schema, schema_is_there
from tenants.provisioning.spare import take_spare
from tenants.provisioning.template import ensure_template


def add_county(
    *,
    code: str,
    name: str | None = None,
    is_trial: bool = False,
    tags: list[str] | None = None,
    host: str | None = None,
    actor: Actor | None = None,
    reason: str = "",
) -> County:
    """Make the tenant of a county: its schema, host, keys, hub and roles; by default as system.

    A spare schema is taken where one is ready, else one is made. All or nothing: when this
    process dies nothing of the county is there. Raises Forbidden; Invalid for a code that is no
    county in force or a host that cannot be had (check_host); Conflict when the county is a
    tenant already, also when another process is faster, or its schema is left from one.
    """
    actor = actor or Actor.system(None)
    require(actor, OfficialRole.PLATFORM)
    name = name or name_of(code)
    host = check_addition(code, host or default_host(code), tags or (), is_trial=is_trial)
    ensure_template()
    with county_context(None), transaction.atomic():
        county = County(
            code=code,
            name=name,
            schema_name=schema_of(code),
            prefecture_code=code[:4],
            is_trial=is_trial,
            tags=tags or [],
        )
        found_county(county=county, host=host, actor=actor, reason=reason)
        with county_context(code):
            county_made.call(county)
        county = change_state(county=county, to=CountyState.ACTIVE, actor=actor)
    forget_sites()
    return county


def found_county(
    *, county: County, host: str, actor: Actor, reason: str = "", filled: bool = True
) -> County:
    """Store a county with keys of its own, its schema and host, in the caller's transaction.

    It stays PROVISIONING and without what the apps add (county_made). Keys that are set are
    kept; without `filled` the tables are empty (for a restore). Raises as add_county.
    """
    watch_client()
    county.state = CountyState.PROVISIONING
    county.created_at = county.created_at or now()
    county.wrapped_key = county.wrapped_key or make_wrapped_key()
    if not county.public_key:
        county.public_key, county.wrapped_signing_key = make_signing_pair()
    try:
        with transaction.atomic():
            county.save(force_insert=True)
    except IntegrityError as error:
        raise county_exists() from error
    if schema_is_there(county.schema_name):
        raise schema_exists()
    if not (filled and take_spare(county.schema_name)):
        make_schema(county.schema_name, filled=filled)
    try:
        with transaction.atomic():
            Domain.objects.create(domain=host, tenant=county, is_primary=True)
    except IntegrityError as error:
        raise host_in_use(host) from error
    record_event(
        county=county, actor=actor, from_state="", to_state=CountyState.PROVISIONING, reason=reason
    )
    return county


def watch_client() -> None:
    """Let the server look every second whether this process lives: dead, it holds no locks."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL client_connection_check_interval = 1000")


def remove_trial_county(*, county: County) -> None:
    """Remove a trial county with its schema and files' rows; a real one is never removed so."""
    if not county.is_trial:
        raise Conflict(_("Only a trial county may be removed."), code="not_trial")
    with transaction.atomic():
        drop_schema(county.schema_name)
        Domain.objects.filter(tenant=county).delete()
        County.objects.filter(pk=county.pk).delete()
        county_removed.call(county)
    forget_sites()


def name_of(code: str) -> str:
    """The name of the county in force with this code. Raises Invalid, field `code`."""
    division = Division.objects.filter(
        code=code, level=DivisionLevel.COUNTY, valid_to__isnull=True
    ).first()
    if division is None:
        message = _("No county in force has this code; load the province's divisions first.")
        raise refuse("code", message, code)
    return division.name


def check_addition(
    code: str, host: str, tags: Iterable[str] = (), *, is_trial: bool = False
) -> str:
    """Raise what stands against a county of this code and host; the host as it will be kept."""
    if not re.fullmatch(r"[0-9]{6}", code, re.ASCII):
        raise refuse("code", _("A county's code has six digits (GB/T 2260)."), code, "510402")
    if County.objects.filter(code=code).exists():
        raise county_exists()
    if is_trial and not settings.TRIAL_COUNTIES_ALLOWED:
        raise refuse("is_trial", _("Production takes no trial counties."), "true")
    for tag in tags:
        if tag not in Tag.values:
            raise refuse("tags", _("There is no pilot of that name."), tag, Tag.values)
    return check_host(host, county_code=code)


def county_exists() -> Conflict:
    return Conflict(_("This county is a tenant already."), code="exists")


def schema_exists() -> Conflict:
    return Conflict(_("A schema of that name exists without a county."), code="schema_exists")


def refuse(field: str, message: str, given: str, allowed: object = None) -> Invalid:
    return Invalid(message, errors=[FieldError(field, "invalid", message, given, allowed)])
