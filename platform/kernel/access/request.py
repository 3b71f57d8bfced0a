"""A request as pages get it, behind the membership middleware."""

from typing import Any

from django.http import HttpRequest

from kernel.access.actor import Actor


class ActorRequest(HttpRequest):
    """Names what the middleware has set, for views and type checkers."""

    actor: Actor
    county: Any  # tenants.County on a county's host
