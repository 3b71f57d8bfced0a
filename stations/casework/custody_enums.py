"""The fixed words of archives, requests of persons and processing; labels may be edited only."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Secrecy(TextChoices):
    """Who may be lent a volume (C921); no degrees of state secrets, which do not belong here."""

    INTERNAL = "INTERNAL", _("For the station")
    RESTRICTED = "RESTRICTED", _("For named persons")
    STRICT = "STRICT", _("Only with the head's leave")


class RetentionRule(TextChoices):
    """Which rule of data/retention.yaml a volume is kept by (X27)."""

    ADULT = "case.adult", _("Case of an adult")
    MINOR = "case.minor", _("Case of a minor")


class RuleTopic(TextChoices):
    """What a county may rule for itself in casework (C912a, N14, X27, Z12)."""

    RETENTION = "RETENTION", _("Years of retention")
    STAGES = "STAGES", _("Names of the stages of a case")
    GATES = "GATES", _("Gates between the stages of a case")
    TEMPLATES = "TEMPLATES", _("Templates of a visit")


class DisposalState(TextChoices):
    """Where a proposal to destroy a volume stands (C921)."""

    PROPOSED = "PROPOSED", _("Proposed for destruction")
    APPROVED_ONCE = "APPROVED_ONCE", _("Approved by one person")
    DESTROYED = "DESTROYED", _("Destroyed")
    KEPT = "KEPT", _("Kept for longer")


class RecordKind(TextChoices):
    """What is destroyed by kind, without a volume (X27)."""

    VISIT = "VISIT", _("Visits of closed files")
    NEED = "NEED", _("Needs of closed files")
    CONSENT = "CONSENT", _("Withdrawn consents of closed files")


class RequestKind(TextChoices):
    """What a person may ask about the own data (PIPL, articles 45 to 47)."""

    SEE = "SEE", _("To see what is kept")
    TAKE_OUT = "TAKE_OUT", _("To take it out")
    CORRECT = "CORRECT", _("To have it corrected")
    ERASE = "ERASE", _("To have it erased")


class RequestState(TextChoices):
    """Where a person's request stands."""

    RECEIVED = "RECEIVED", _("Waits for a decision")
    GRANTED = "GRANTED", _("Granted, to be carried out")
    REFUSED = "REFUSED", _("Refused with a reason")
    DONE = "DONE", _("Carried out")


class RequestStanding(TextChoices):
    """How a request stands by the day on which it is to be answered."""

    LATE = "LATE", _("Past its day")
    OPEN = "OPEN", _("Not yet carried out")
    ENDED = "ENDED", _("Carried out or refused")


class AskedBy(TextChoices):
    """Who makes the request."""

    SELF = "SELF", _("The person")
    GUARDIAN = "GUARDIAN", _("A guardian")
    RELATIVE = "RELATIVE", _("A close relative of somebody deceased")


class LegalBasis(TextChoices):
    """Why data may be processed (PIPL, article 13)."""

    CONSENT = "CONSENT", _("Consent of the person")
    DUTY = "DUTY", _("Statutory duty")
    CONTRACT = "CONTRACT", _("Contract with the person")
    STAFF = "STAFF", _("Management of staff")
    EMERGENCY = "EMERGENCY", _("Emergency, for life and health")
