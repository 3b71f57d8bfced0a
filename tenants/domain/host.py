"""Host names of counties: their form, that nobody else has them, and changing one."""

import re

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http.request import validate_host
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import Conflict, FieldError, Invalid
from kernel.tenancy.hosts import forget_sites
from tenants.domain.state import record_event
from tenants.models import County, CountyState, Domain

LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST_NAME = re.compile(rf"{LABEL}(\.{LABEL})*")  # RFC 1123, section 2.1
ADDRESS = re.compile(r"(.*\.)?[0-9]+")  # a last label of digits would be read as an IP address
MAX_LENGTH = 253


def default_host(code: str) -> str:
    """Where a county stands when no host name is asked for."""
    return f"{code}.{settings.BASE_HOST}"


def check_host(host: str, *, county_code: str = "") -> str:
    """The host name in lower case. Raises Invalid, field `host`, saying what is allowed.

    Refused: what is no host name (RFC 1123), the province's and the operators' own, a name
    the installation does not answer to (QIANZHAN_ALLOWED_HOSTS), one of another county.
    """
    name = host.strip().lower()
    if not HOST_NAME.fullmatch(name) or len(name) > MAX_LENGTH or ADDRESS.fullmatch(name):
        message = _("A host name has letters, digits and hyphens, and dots between its parts.")
        raise refuse_host(message, host, "RFC 1123")
    if name in {settings.BASE_HOST, f"ops.{settings.BASE_HOST}", "localhost"}:
        message = _("This host name belongs to the province or the operators.")
        raise refuse_host(message, host, default_host(county_code) if county_code else None)
    if not validate_host(name, settings.ALLOWED_HOSTS):
        message = _("This installation does not answer to that host name.")
        raise refuse_host(message, host, settings.ALLOWED_HOSTS)
    if Domain.objects.filter(domain=name).exclude(tenant__code=county_code).exists():
        raise host_in_use(host)
    return name


@transaction.atomic
def change_host(*, county: County, host: str, actor: Actor, reason: str = "") -> Domain:
    """Let a county answer under another host name; the old one is free at once.

    Sessions and tokens of the old host end with it: people log in again. Raises Forbidden,
    Invalid (check_host), and Conflict for a county that is erased.
    """
    require(actor, OfficialRole.PLATFORM)
    county = County.objects.select_for_update().get(pk=county.pk)
    if county.state == CountyState.ERASED:
        raise Conflict(_("An erased county has no host name."))
    name = check_host(host, county_code=county.code)
    domain = county.domains.get(is_primary=True)
    before = domain.domain
    if name == before:
        return domain  # type: ignore[no-any-return]
    domain.domain = name
    try:
        with transaction.atomic():
            domain.save(update_fields=["domain"])
    except IntegrityError as error:
        raise host_in_use(host) from error
    record_event(
        county=county,
        actor=actor,
        from_state=county.state,
        to_state=county.state,
        reason=f"{before} → {name} {reason}",
    )
    transaction.on_commit(forget_sites)
    return domain  # type: ignore[no-any-return]


def host_in_use(host: str) -> Invalid:
    return refuse_host(_("This host name is in use."), host, None)


def refuse_host(message: str, given: str, allowed: object) -> Invalid:
    return Invalid(message, errors=[FieldError("host", "invalid", message, given, allowed)])
