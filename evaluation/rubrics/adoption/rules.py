"""Who reads the county's rubric, and who changes it."""

from django.db.models import Q

from kernel.access.models import Role
from kernel.access.restrict import by_role, whole_county

# The detailed rules are published to those they bind (annex 2, 5.1.3).
READERS = (
    Role.BUREAU,
    Role.HUB_STAFF,
    Role.HEAD,
    Role.WORKER,
    Role.TOWNSHIP,
    Role.REVIEWER,
    Role.SUPERVISOR,
    Role.AGENCY,
    Role.AUDITOR,
)
ADOPTION_RULES = {
    "view": by_role(dict.fromkeys(READERS, whole_county)),
    "change": by_role({Role.BUREAU: lambda held: Q(carried_from="")}),
}
