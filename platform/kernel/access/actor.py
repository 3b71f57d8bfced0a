"""Who acts: one person in one county (or on the public host) with what they hold there."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from uuid import UUID

SYSTEM = "SYSTEM"


class Holding(Protocol):
    """A membership or a post: a role within a scope."""

    @property
    def role(self) -> str: ...
    @property
    def scope(self) -> str: ...


@dataclass(frozen=True)
class SystemHolding:
    """What tasks and commands hold: everything, in the one county they stand in."""

    role: str = SYSTEM
    scope: str = ""


@dataclass(frozen=True)
class Actor:
    """A person with the active memberships of the county they stand in.

    On the province host the holdings are posts and county is None.
    """

    user_uuid: UUID
    name: str
    county: str | None
    memberships: tuple[Holding, ...]

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(str(held.role) for held in self.memberships)

    def has(self, *roles: str) -> bool:
        return any(str(role) in self.roles for role in roles)

    def holding(self, *roles: str) -> Iterable[Holding]:
        """The memberships with one of these roles."""
        wanted = {str(role) for role in roles}
        return (held for held in self.memberships if str(held.role) in wanted)

    @property
    def is_system(self) -> bool:
        return SYSTEM in self.roles

    @classmethod
    def system(cls, county: str | None) -> "Actor":
        """The program itself, for tasks and commands; never made from a request."""
        return cls(UUID(int=0), "system", county, (SystemHolding(),))
