"""Expected refusals of the domain, in the user's words.

Domain functions raise them; pages and the API translate them into status codes.
Nobody else decides about HTTP.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldError:
    """One wrong value: the field, what was given and what is allowed."""

    field: str
    code: str
    message: str
    given: Any = None
    allowed: Any = None


class DomainError(Exception):
    """Base of all expected refusals: a stable code, a sentence, and the fields concerned."""

    code = "refused"

    def __init__(
        self, detail: str, *, code: str | None = None, errors: Iterable[FieldError] = ()
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.errors = tuple(errors)


class Invalid(DomainError):
    """A value that is not allowed (422)."""

    code = "invalid"


class Conflict(DomainError):
    """A call that does not fit the object's state (409)."""

    code = "wrong_state"


class Forbidden(DomainError):
    """An action this person may not do on an object they may see (403)."""

    code = "forbidden"


class NotFound(DomainError):
    """No such object within what this person may see (404)."""

    code = "not_found"


class Stale(DomainError):
    """The object has changed since it was read (412)."""

    code = "stale"


class Required(DomainError):
    """A change without saying which state it was made on (428)."""

    code = "if_match_required"
