"""Row access as a queryset method (architecture.md, decision 4): closed by default."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Forbidden

Rule = Callable[[Actor], Q | None]
Scope = Callable[[Any], Q]


class UnmappedAction(LookupError):
    """An action for which a model has no rule: refused, never allowed by accident."""


class RestrictedQuerySet(models.QuerySet):
    """A queryset that knows who may see or change which rows."""

    rules: ClassVar[Mapping[str, Rule]] = {}

    def restrict(self, user: Actor, action: str) -> Self:
        """The rows on which the actor may do the action.

        Raises UnmappedAction for an action without a rule.
        """
        if action not in self.rules:
            raise UnmappedAction(f"{self.model._meta.label} has no rule for {action!r}")
        if user.is_system:
            return self.all()
        allowed = self.rules[action](user)
        return self.none() if allowed is None else self.filter(allowed)


def by_role(scopes: Mapping[str, Scope]) -> Rule:
    """A rule from a role's scope: what any of the actor's memberships reaches."""
    by_name = {str(role): scope for role, scope in scopes.items()}

    def rule(actor: Actor) -> Q | None:
        reached = [
            by_name[str(held.role)](held) for held in actor.memberships if str(held.role) in by_name
        ]
        return reduce(or_, reached) if reached else None

    return rule


def whole_county(held: Any) -> Q:
    """Every row of the county."""
    return Q(pk__isnull=False)


def nobody(actor: Actor) -> Q | None:
    """A rule that reaches nothing."""
    return None


def require(actor: Actor, *roles: str) -> None:
    """Refuse an actor who holds none of the roles; the system always may."""
    if not actor.is_system and not actor.has(*roles):
        raise Forbidden(_("Your role may not do this."))
