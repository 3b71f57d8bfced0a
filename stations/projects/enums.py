"""The fixed words of this app (seed 000). Labels may be edited, values not."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProjectRole(TextChoices):
    """As what somebody stands in a project's team (Z22, Z23)."""

    WORKER = "WORKER", _("Social worker of the project")
    SUPERVISOR = "SUPERVISOR", _("Supervisor of the project")


class Moment(TextChoices):
    """When the effect of a project is judged (Z24)."""

    INTERIM = "INTERIM", _("On the way")
    FINAL = "FINAL", _("At the end")


class Verdict(TextChoices):
    """How far a goal was reached (Z08)."""

    REACHED = "REACHED", _("Goal reached")
    PARTLY = "PARTLY", _("Goal reached in part")
    NOT_REACHED = "NOT_REACHED", _("Goal not reached")


class Handover(TextChoices):
    """How a report reached who is to have it (Z15)."""

    HANDED = "HANDED", _("Handed over")
    MEETING = "MEETING", _("Told in a meeting")
    POST = "POST", _("By post")
    EMAIL = "EMAIL", _("By e-mail")
    ACCOUNT = "ACCOUNT", _("Read here with an account")


class ProjectState(TextChoices):
    """Where a project stands on a day, read from its days."""

    AHEAD = "AHEAD", _("Not begun yet")
    RUNNING = "RUNNING", _("Project running")
    OVER = "OVER", _("Period over")
