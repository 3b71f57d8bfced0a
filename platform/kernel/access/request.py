"""A request as pages get it, behind the membership middleware."""

from typing import Any

from django.http import HttpRequest

from kernel.access.actor import Actor


class ActorRequest(HttpRequest):
    """Names what the middleware has set, for views and type checkers."""

    actor: Actor
    site: Any  # kernel.tenancy.hosts.Site: what stands under the request's host name
    htmx: Any  # django_htmx's HtmxDetails
    county: Any  # tenants.County on a county's host
