"""The fixed words of this app (glossary.md, sections 2 and 4). Labels may be edited, values not."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrgKind(TextChoices):
    """The two kinds the guideline counts (3.1.4), and every other organisation."""

    FUNCTIONAL = "FUNCTIONAL", _("Functional service")
    HOBBY_VOLUNTEER = "HOBBY_VOLUNTEER", _("Hobby and volunteer service")
    OTHER = "OTHER", _("Other organisation")


class OrgField(TextChoices):
    """The six fields community organisations work in (guideline 3.1.4)."""

    CARE = "CARE", _("Community care")
    PARTICIPATION = "PARTICIPATION", _("Community participation")
    INTEGRATION = "INTEGRATION", _("Community integration")
    DEVELOPMENT = "DEVELOPMENT", _("Community development")
    CORRECTION = "CORRECTION", _("Community correction")
    DRUG_REHAB = "DRUG_REHAB", _("Community drug rehabilitation")


class Stage(TextChoices):
    """On the way to registration (rubric, C16); in the order of the way."""

    PREPARING = "PREPARING", _("Preparing")
    CHARTER = "CHARTER", _("Charter and people ready")
    ACCEPTED = "ACCEPTED", _("Application accepted")
    REGISTERED = "REGISTERED", _("Registered with the authority")
