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


class CapabilityOutcome(TextChoices):
    """Whether the station can do what the case asks for (C81c)."""

    ACCEPT = "ACCEPT", _("Taken on")
    REFER = "REFER", _("Referred to another")
    DECLINE = "DECLINE", _("Not taken on")


class Authority(TextChoices):
    """To whom suspected harm to a minor is reported (X13)."""

    POLICE = "POLICE", _("Police")
    CIVIL_AFFAIRS = "CIVIL_AFFAIRS", _("Civil affairs")
    EDUCATION = "EDUCATION", _("Education authority")


class Protected(TextChoices):
    """Whom a report of suspected harm is about (X13; elders: G3225)."""

    CHILD = "CHILD", _("A child")
    ELDER = "ELDER", _("An elder")


class ReportChannel(TextChoices):
    """How the authority was told."""

    PHONE = "PHONE", _("Told by phone")
    WRITING = "WRITING", _("Told in writing")


class Policy(TextChoices):
    """The ten policies that a station helps to apply for (G3213)."""

    ALLOWANCE = "ALLOWANCE", _("Minimum living allowance payment")
    DESTITUTE = "DESTITUTE", _("Support of the destitute")
    DISABILITY = "DISABILITY", _("Disability subsidies")
    MEDICAL = "MEDICAL", _("Medical assistance fund")
    EDUCATION = "EDUCATION", _("Help with school costs")
    PUBLIC_HOUSING = "PUBLIC_HOUSING", _("Public rental housing")
    HOUSE_REPAIR = "HOUSE_REPAIR", _("Repair of a dangerous house")
    JOB = "JOB", _("Employment assistance")
    TEMPORARY = "TEMPORARY", _("Temporary relief")
    LEGAL = "LEGAL", _("Help by legal aid")


class ApplicationState(TextChoices):
    """How far an application has come: 拟申, 已申, 获批, 未批."""

    HELPED = "HELPED", _("To be applied for")
    SUBMITTED = "SUBMITTED", _("Applied for")
    GRANTED = "GRANTED", _("Granted")
    REFUSED = "REFUSED", _("Not granted")


class FoundBy(TextChoices):
    """How a person without a home came to be helped (G3218)."""

    RECEPTION = "RECEPTION", _("Came for help")
    PATROL = "PATROL", _("Found on patrol")
    POLICE = "POLICE", _("Brought by the police")
    PUBLIC = "PUBLIC", _("Reported by residents")


class HomelessStepKind(TextChoices):
    """What is done for a person without a home (G3218)."""

    COUNSELLING = "COUNSELLING", _("Reception and counselling")
    REFERRAL = "REFERRAL", _("Referral to the aid station")
    FAMILY_SEARCH = "FAMILY_SEARCH", _("Search for the family")
    IDENTITY = "IDENTITY", _("Identity found out")
    SUPPLIES = "SUPPLIES", _("Food, clothes or shelter given")


class HomelessOutcome(TextChoices):
    """How the help ended."""

    FAMILY = "FAMILY", _("Back with the family")
    AID_STATION = "AID_STATION", _("In the aid station's care")
    SETTLED = "SETTLED", _("Settled locally")
    REFUSED = "REFUSED", _("Refused help")
    LEFT = "LEFT", _("Left, whereabouts unknown")


class ReferralOutcome(TextChoices):
    """What the agency answered (C81c)."""

    TAKEN = "TAKEN", _("The agency took the person on")
    HELPED_ONCE = "HELPED_ONCE", _("Helped once")
    DECLINED = "DECLINED", _("The agency declined")
    NO_SHOW = "NO_SHOW", _("The person did not go")


class WishKind(TextChoices):
    """What is wished for near the end of life (G3226)."""

    WILL = "WILL", _("A will")
    DONATION = "DONATION", _("Organ or body donation")
    MEETING = "MEETING", _("Meeting somebody")
    JOURNEY = "JOURNEY", _("Seeing a place")
    FAREWELL = "FAREWELL", _("The farewell")
    OTHER = "OTHER", _("Another wish")


class WishOutcome(TextChoices):
    """What became of a wish."""

    FULFILLED = "FULFILLED", _("Fulfilled")
    TAKEN_BACK = "TAKEN_BACK", _("Taken back by the person")
    NOT_POSSIBLE = "NOT_POSSIBLE", _("Not possible")


class CarerRelation(TextChoices):
    """Who cares for the person (G3224)."""

    SPOUSE = "SPOUSE", _("Spouse")
    CHILD = "CHILD", _("Son or daughter")
    PARENT = "PARENT", _("Father or mother")
    GRANDPARENT = "GRANDPARENT", _("Grandparent")
    RELATIVE = "RELATIVE", _("Other relative")
    NEIGHBOUR = "NEIGHBOUR", _("Neighbour or friend")
    PAID = "PAID", _("Paid carer")


class BereavementState(TextChoices):
    """Whether the family takes the offer after a death (G3226)."""

    OFFERED = "OFFERED", _("Offered to the family")
    DECLINED = "DECLINED", _("The family declined")
    DONE = "DONE", _("The family was accompanied")


class FuneralNeed(TextChoices):
    """What a family asks for (G3242)."""

    ADVICE = "ADVICE", _("Advice on rules and costs")
    CONTACT = "CONTACT", _("Contact with a funeral parlour")
    CEREMONY = "CEREMONY", _("Help with the ceremony")
    SUBSIDY = "SUBSIDY", _("Application for a subsidy")


class Burial(TextChoices):
    """How the dead are laid to rest; land-saving ways are encouraged (G3242)."""

    GRAVE = "GRAVE", _("Grave in a cemetery")
    WALL = "WALL", _("Niche or wall burial")
    TREE = "TREE", _("Burial under a tree, lawn or flowers")
    SCATTERING = "SCATTERING", _("Scattering of ashes")


class CheckKind(TextChoices):
    """How a child's or elder's care at home is looked at (G3251, G3225)."""

    VISIT_CHECK = "VISIT_CHECK", _("Visit to verify")
    FAMILY_VISIT = "FAMILY_VISIT", _("Family visit")
    SUPERVISION = "SUPERVISION", _("Supervision check")
    ABUSE_RISK = "ABUSE_RISK", _("Check for abuse or neglect of an elder")


class CareVerdict(TextChoices):
    """What the check found."""

    SUITABLE = "SUITABLE", _("Well cared for")
    WEAK = "WEAK", _("Care is weak")
    UNFIT = "UNFIT", _("Care is lacking")
