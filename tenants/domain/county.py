"""Making a county: schema, host name, state, and what the apps add to it."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kernel.crypto.keys import make_wrapped_key
from kernel.errors import Conflict, FieldError, Invalid
from kernel.hooks import county_made, county_removed
from kernel.tenancy import county_context
from kernel.tenancy.connection import connection
from kernel.tenancy.hosts import forget_sites
from kernel.workdays.clock import now
from tenants.models import County, CountyState, Division, DivisionLevel, Domain


def add_county(
    *,
    code: str,
    name: str | None = None,
    is_trial: bool = False,
    tags: list[str] | None = None,
    host: str | None = None,
) -> County:
    """Make the tenant of a county: its schema by migrations, its host, its hub and roles.

    All or nothing. Raises Invalid for a code that is no county in force or a host in
    use, Conflict when the county is a tenant already or its schema is left from one.
    """
    name = name or _name_of(code)
    host = host or f"{code}.{settings.BASE_HOST}"
    _refuse_doubles(code, host)
    if is_trial and not settings.TRIAL_COUNTIES_ALLOWED:
        raise _refuse("is_trial", _("Production takes no trial counties."), "true")
    with transaction.atomic():
        county = County.objects.create(
            code=code,
            name=name,
            schema_name=f"c{code}",
            prefecture_code=code[:4],
            is_trial=is_trial,
            tags=tags or [],
            wrapped_key=make_wrapped_key(),
            created_at=now(),
        )
        if county.create_schema(check_if_exists=True, verbosity=0) is False:
            raise Conflict(
                _("A schema of that name exists without a county."), code="schema_exists"
            )
        connection.set_schema_to_public()
        Domain.objects.create(domain=host, tenant=county, is_primary=True)
        county.state = CountyState.ACTIVE
        county.save(update_fields=["state"])
        with county_context(code):
            county_made.call(county)
    forget_sites()
    return county


def remove_trial_county(*, county: County) -> None:
    """Remove a trial county with its schema and files' rows; a real one is never removed so."""
    if not county.is_trial:
        raise Conflict(_("Only a trial county may be removed."), code="not_trial")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA IF EXISTS "{county.schema_name}" CASCADE')
        Domain.objects.filter(tenant=county).delete()
        County.objects.filter(pk=county.pk).delete()
        county_removed.call(county)
    forget_sites()


def _name_of(code: str) -> str:
    division = Division.objects.filter(
        code=code, level=DivisionLevel.COUNTY, valid_to__isnull=True
    ).first()
    if division is None:
        message = _("No county in force has this code; load the province's divisions first.")
        raise _refuse("code", message, code)
    return division.name


def _refuse_doubles(code: str, host: str) -> None:
    if County.objects.filter(code=code).exists():
        raise Conflict(_("This county is a tenant already."), code="exists")
    if Domain.objects.filter(domain=host).exists():
        raise _refuse("host", _("This host name is in use."), host)


def _refuse(field: str, message: str, given: str) -> Invalid:
    return Invalid(message, errors=[FieldError(field, "invalid", message, given)])
