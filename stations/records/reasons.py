"""A reason that is kept in the audit trail: why somebody read, took out or emptied something."""

import re

from django.utils.translation import gettext as _

from stations.records.domain import refuse

REASON_LENGTH = 200
# Digits as long as a telephone's or an ID number's, also written in groups: not for the audit
# trail. A day looks like groups, too.
NUMBER = re.compile(r"\d{7}|(?:\d[\s-]?){11}")
DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?!\d)")


def read_reason(reason: str) -> str:
    """A reason fit for the trail. Raises Invalid when empty, long, or with a number in it."""
    plain = reason.strip()
    if not plain or len(plain) > REASON_LENGTH:
        message = _("Say in up to %(length)s characters why.") % {"length": REASON_LENGTH}
        refuse("reason", message, None, f"1-{REASON_LENGTH}")
    if NUMBER.search(DAY.sub("/", plain)):
        refuse("reason", _("Give a reason without telephone or ID numbers."))
    return plain
