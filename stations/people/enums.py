"""The fixed words of this app (glossary.md, sections 2 and 4). Labels may be edited, values not."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EmploymentChannel(TextChoices):
    """The three ways of guideline 2.3."""

    RECRUITED = "RECRUITED", _("Recruited")
    DISPATCHED = "DISPATCHED", _("Dispatched")
    PURCHASED = "PURCHASED", _("Purchased service")


class Post(TextChoices):
    """The two kinds of post that a station combines."""

    ADMIN = "ADMIN", _("Administrative post")
    SERVICE = "SERVICE", _("Service post")


class CredentialLevel(TextChoices):
    """The national levels, and the local aide's certificate, which guideline 2.1 does not count."""

    LOCAL_AIDE = "LOCAL_AIDE", _("Local aide")
    ASSISTANT = "ASSISTANT", _("Assistant social worker")
    WORKER = "WORKER", _("Social worker")
    SENIOR = "SENIOR", _("Senior social worker")


class Appointer(TextChoices):
    """Who named a head (guideline 2.2)."""

    AGENCY = "AGENCY", _("Resident agency")
    BUREAU = "BUREAU", _("County bureau")
    OTHER = "OTHER", _("Somebody else")


class SupervisionKind(TextChoices):
    """The three kinds of supervision (DB5101/T 100-2021, 9.1.3)."""

    ADMINISTRATIVE = "ADMINISTRATIVE", _("Administrative supervision")
    EDUCATIONAL = "EDUCATIONAL", _("Educational supervision")
    SUPPORTIVE = "SUPPORTIVE", _("Supportive supervision")


class SupervisionMode(TextChoices):
    """How a session was held."""

    INDIVIDUAL = "INDIVIDUAL", _("One to one")
    GROUP = "GROUP", _("In a group")
    ON_SITE = "ON_SITE", _("Session on site")
    ONLINE = "ONLINE", _("Online session")


class Step(TextChoices):
    """The four steps with volunteers (guideline 3.1.5)."""

    RECRUIT = "RECRUIT", _("Recruited as volunteer")
    TRAIN = "TRAIN", _("Trained")
    USE = "USE", _("Served as volunteer")
    REWARD = "REWARD", _("Rewarded")
