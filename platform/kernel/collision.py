"""Two people save the same in the same moment: both were let through, the table stops the second.

Checks of the domain read what stands; what is saved between the check and one's own row only the
table's constraint sees. That is nobody's mistake and no failure of the program.
"""

import logging

from django.db import IntegrityError
from django.utils.translation import gettext as _
from psycopg.errors import ExclusionViolation, UniqueViolation

from kernel.errors import Conflict

logger = logging.getLogger(__name__)
# Numbers that the database or a lock gives out: two of a kind are a fault of ours.
PRIMARY_KEY = "_pkey"
UNDER_A_LOCK = ("entry_once_a_chain",)


def as_collision(error: BaseException) -> Conflict | None:
    """The refusal in the user's words; None for an error of another kind.

    The log names the constraint, never the values, which are persons' numbers and names.
    """
    cause = error.__cause__
    if not isinstance(error, IntegrityError):
        return None
    if not isinstance(cause, UniqueViolation | ExclusionViolation):
        return None
    name = cause.diag.constraint_name or ""
    if name.endswith(PRIMARY_KEY) or name in UNDER_A_LOCK:
        return None
    logger.warning("stopped by %s", name)
    detail = _("Somebody saved the same in this moment. See what stands now, then save again.")
    return Conflict(detail, code="collision")
