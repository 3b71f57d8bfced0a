"""The fixed words of services, plans, reports and help (glossary.md, section 4)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ServiceKind(TextChoices):
    """The nine types of service that a station gives (M35)."""

    HARDSHIP = "HARDSHIP", _("Help in hardship")
    CARE = "CARE", _("Humane care")
    COUNSELLING = "COUNSELLING", _("Counselling")
    BEHAVIOUR = "BEHAVIOUR", _("Correction of behaviour")
    RELATIONS = "RELATIONS", _("Mending of relations")
    MEDIATION = "MEDIATION", _("Mediation of disputes")
    RESOURCES = "RESOURCES", _("Coordination of resources")
    FUNCTION = "FUNCTION", _("Restoring social function")
    FIT = "FIT", _("Fitting person and surroundings")
