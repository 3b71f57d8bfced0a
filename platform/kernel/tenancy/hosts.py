"""From a host name to what stands there: province, operators, or a county."""

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django_tenants.utils import get_tenant_domain_model

KEPT_SECONDS = 30
_kept: dict[str, tuple[float, "Site | None"]] = {}


@dataclass(frozen=True)
class Site:
    """What a host name leads to."""

    kind: str  # "province", "county" or "ops"
    host: str
    county: Any = None
    above: str = ""  # the prefecture of the county, by name


def find_site(host: str) -> Site | None:
    """The site of a host name without port, kept for 30 s in the process; None if unknown."""
    at, site = _kept.get(host, (0.0, None))
    if site is not None and time.monotonic() - at < KEPT_SECONDS:
        return site
    site = _look_up(host)
    if site is not None:
        _kept[host] = (time.monotonic(), site)
    return site


def forget_sites() -> None:
    """Drop what this process keeps: a host name or a county has changed."""
    _kept.clear()


def _look_up(host: str) -> Site | None:
    base = settings.BASE_HOST
    if host in {base, "127.0.0.1"}:
        return Site("province", host)
    if host == f"ops.{base}":
        return Site("ops", host)
    domain = get_tenant_domain_model().objects.select_related("tenant").filter(domain=host).first()
    if domain is None:
        return None
    return Site("county", host, domain.tenant, domain.tenant.prefecture_name())
