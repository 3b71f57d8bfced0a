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


class PartyKind(TextChoices):
    """Who has resources: the six owners of N23, and those whom other clauses name (Z04, G3253)."""

    GOVERNMENT = "GOVERNMENT", _("Government office")
    ENTERPRISE = "ENTERPRISE", _("Caring enterprise")
    MERCHANT = "MERCHANT", _("Public-benefit merchant")
    AGENCY = "AGENCY", _("Professional social service agency")
    COMMUNITY_ORG = "COMMUNITY_ORG", _("Social organisation of the community")
    VOLUNTEER_TEAM = "VOLUNTEER_TEAM", _("Team of voluntary service")
    COMMITTEE = "COMMITTEE", _("Village or community committee")
    FOUNDATION = "FOUNDATION", _("Charitable foundation")
    SCHOOL = "SCHOOL", _("School or university")


class ResourceKind(TextChoices):
    """The five kinds of resources (C714)."""

    HUMAN = "HUMAN", _("Human resources")
    MATERIAL = "MATERIAL", _("Material resources")
    FINANCIAL = "FINANCIAL", _("Financial resources")
    CULTURAL = "CULTURAL", _("Cultural resources")
    ORGANISATIONAL = "ORGANISATIONAL", _("Organisational resources")


class ResourceSource(TextChoices):
    """The four sources of resources (C714)."""

    FAMILY = "FAMILY", _("From the family")
    NEIGHBOURS = "NEIGHBOURS", _("From the neighbourhood")
    COMMUNITY = "COMMUNITY", _("From the community")
    DEPARTMENT = "DEPARTMENT", _("From departments and units")


# People themselves: they stand in no register of parties.
NEAR_SOURCES = (ResourceSource.FAMILY, ResourceSource.NEIGHBOURS)


class LinkPurpose(TextChoices):
    """What a resource is for."""

    LIVING = "LIVING", _("Means of living")
    CARE = "CARE", _("Care and company")
    MEDICAL = "MEDICAL", _("Medical aid")
    LEGAL = "LEGAL", _("Legal help")
    SHELTER = "SHELTER", _("Temporary shelter")
    INVESTIGATION = "INVESTIGATION", _("Investigation and evidence")
    MIND = "MIND", _("Support of the mind")
    STUDY = "STUDY", _("Help with schooling")
    WORK = "WORK", _("Skills, work and business")
    CULTURE = "CULTURE", _("Culture, sports and mutual help")
    OTHER = "OTHER", _("Another purpose")


# What is linked for a child after a report of suspected harm (G3231).
REPORT_PURPOSES = (
    LinkPurpose.SHELTER,
    LinkPurpose.INVESTIGATION,
    LinkPurpose.MEDICAL,
    LinkPurpose.LEGAL,
)


class LinkState(TextChoices):
    """What became of a resource that was asked for."""

    ASKED = "ASKED", _("Resource asked for")
    GIVEN = "GIVEN", _("Resource in place")
    NOT_POSSIBLE = "NOT_POSSIBLE", _("Resource not to be had")


class LinkOutcome(TextChoices):
    """What came of a resource (G3215: skills, work, business; G3253: local jobs)."""

    SERVED = "SERVED", _("Help received")
    SKILL = "SKILL", _("Skill learnt")
    JOB = "JOB", _("Work found")
    BUSINESS = "BUSINESS", _("Business begun")


class GroupKind(TextChoices):
    """Group work (C712), or a network of support, formal or informal (C723)."""

    WORK = "WORK", _("Group work")
    FORMAL = "FORMAL", _("Formal support network")
    INFORMAL = "INFORMAL", _("Informal support network")


class Audience(TextChoices):
    """For whom a group or an activity is (G3216, G3224, G3252)."""

    RESIDENTS = "RESIDENTS", _("Residents and neighbours")
    ELDERS = "ELDERS", _("Older people")
    CARERS = "CARERS", _("People who care for others")
    CHILDREN = "CHILDREN", _("Children and young people")
    WOMEN = "WOMEN", _("Women and families")
    DISABLED = "DISABLED", _("People living with disability")
    ASSISTED = "ASSISTED", _("Households in assistance")
    RELOCATED = "RELOCATED", _("People moved out of poor places")
    VETERANS = "VETERANS", _("Ex-servicemen and families")


class ActivityTopic(TextChoices):
    """What an activity of the station is about.

    The first four are the policy publicity that G3211 asks for; then other policies brought to
    the villages (N16), and community work (C713, G3216, G3252).
    """

    CONDITIONS = "CONDITIONS", _("Assistance: who is entitled")
    PROCEDURE = "PROCEDURE", _("Assistance: applying and approval")
    CONTENT = "CONTENT", _("Assistance: kinds and content")
    STANDARD = "STANDARD", _("Assistance: standards and changes")
    POLICY = "POLICY", _("Other policies for people's life")
    COLLECTIVE = "COLLECTIVE", _("Joint action of residents")
    BELONGING = "BELONGING", _("Neighbourhood and belonging")
    MUTUAL = "MUTUAL", _("Self-help and mutual help")
    FUSION = "FUSION", _("Settling in after a move")
    CARING = "CARING", _("A community that cares for its elders")
    EMERGENCY = "EMERGENCY", _("Safety and emergencies")
    FESTIVAL = "FESTIVAL", _("Festivals and culture")


POLICY_TOPICS = (
    ActivityTopic.CONDITIONS,
    ActivityTopic.PROCEDURE,
    ActivityTopic.CONTENT,
    ActivityTopic.STANDARD,
    ActivityTopic.POLICY,
)


class ActivityForm(TextChoices):
    """The three forms in which policies come to the villages (N16)."""

    GATHERED = "GATHERED", _("Talk to people gathered")
    OUTDOOR = "OUTDOOR", _("Stand outdoors")
    DOORSTEP = "DOORSTEP", _("Explained at the door")


class AdvocacyAnswer(TextChoices):
    """What came of a proposal (C715)."""

    ADOPTED = "ADOPTED", _("Proposal adopted")
    PARTLY = "PARTLY", _("Proposal adopted in part")
    NOTED = "NOTED", _("Proposal taken note of")
    DECLINED = "DECLINED", _("Proposal not adopted")
