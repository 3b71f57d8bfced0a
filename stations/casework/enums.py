"""The fixed words of this app (glossary.md, sections 3 and 4). Labels may be edited, values not."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Category(TextChoices):
    """Kinds of persons served; a person may hold several at a time."""

    DIBAO = "assistance.DIBAO", _("Minimum living allowance")
    TEKUN = "assistance.TEKUN", _("Destitute, supported")
    EDGE = "assistance.EDGE", _("On the edge of the allowance")
    RIGID = "assistance.RIGID", _("Hardship by fixed expenses")
    TEMPORARY = "assistance.TEMPORARY", _("Temporary assistance")
    MEDICAL = "assistance.MEDICAL", _("Medical assistance")
    EDUCATION = "assistance.EDUCATION", _("Education assistance")
    HOUSING = "assistance.HOUSING", _("Housing assistance")
    JOB = "assistance.JOB", _("Work assistance")
    LEGAL = "assistance.LEGAL", _("Legal aid")
    ORPHAN = "child.ORPHAN", _("Orphan")
    UNSUPPORTED = "child.UNSUPPORTED", _("Child in fact without support")
    CHILD_IN_NEED = "child.IN_NEED", _("Child in difficulty")
    CHILD_SELF = "child.SELF", _("Child in difficulty of its own")
    CHILD_FAMILY = "child.FAMILY", _("Child of a family in difficulty")
    CHILD_SAFETY = "child.SAFETY", _("Child whose safety is in danger")
    CHILD_TEMPORARY = "child.TEMPORARY", _("Child in difficulty for a time")
    LEFT_BEHIND_CHILD = "left_behind.CHILD", _("Left-behind child")
    LEFT_BEHIND_WOMAN = "left_behind.WOMAN", _("Left-behind woman")
    LEFT_BEHIND_ELDER = "left_behind.ELDER", _("Left-behind elder")
    ELDER_ALONE = "elder.ALONE", _("Elder living alone")
    ELDER_EMPTY_NEST = "elder.EMPTY_NEST", _("Elder whose children have left")
    ELDER_AGED = "elder.AGED", _("Elder of great age")
    ELDER_DISABLED = "elder.DISABLED", _("Elder with lost abilities")
    DISABILITY = "disability", _("Disabled person")
    ILLNESS = "illness", _("Gravely ill person")
    SERVING = "military.SERVING", _("Serving soldier")
    DISABLED_SOLDIER = "military.DISABLED", _("Disabled soldier")
    DEMOBILISED = "military.DEMOBILISED", _("Demobilised soldier")
    VETERAN = "military.VETERAN", _("Retired soldier")
    KIN_OF_MARTYR = "military.KIN_MARTYR", _("Surviving kin of a martyr")
    KIN_OF_DUTY = "military.KIN_DUTY", _("Surviving kin of a soldier fallen on duty")
    KIN_OF_ILL = "military.KIN_ILL", _("Surviving kin of a soldier who died of illness")
    FAMILY_OF_SERVING = "military.FAMILY", _("Family of a serving soldier")
    TRANSFERRED_OFFICER = "resettled.TRANSFER", _("Officer transferred to civil work")
    OFFICER_OWN_CHOICE = "resettled.OWN_CHOICE", _("Officer who chose his own work")
    OFFICER_OWN_TRADE = "resettled.OWN_TRADE", _("Officer with a trade of his own")
    DEMOBILISED_OFFICER = "resettled.DEMOBILISED", _("Demobilised officer")
    RETIRED_OFFICER = "resettled.RETIRED_OFFICER", _("Retired officer")
    DISCHARGED_SOLDIER = "resettled.DISCHARGED", _("Discharged soldier")
    RETIRED_SERGEANT = "resettled.SERGEANT", _("Retired sergeant")
    RETIRED_VOLUNTEER = "resettled.VOLUNTEER", _("Retired volunteer soldier")
    CIVILIAN_STAFF = "resettled.CIVILIAN", _("Retired employee without military status")
    FAMILY_SUPPORT = "family.SUPPORT", _("Family in need of support")
    FAMILY_VIOLENCE = "family.VIOLENCE", _("Affected by violence in the family")
    WOMAN = "woman", _("Woman in difficulty")
    YOUTH = "youth", _("Young person")
    MIGRANT = "migrant", _("Migrant")
    RELOCATED = "relocated", _("Relocated household member")
    OTHER = "other", _("Other person served")


class Source(TextChoices):
    """How a kind became known (N02)."""

    ROSTER = "ROSTER", _("Official roster")
    DISCOVERY = "DISCOVERY", _("Own discovery")


class VisitLevel(IntegerChoices):
    """The five levels that set how often a person is visited (N09)."""

    ONE = 1, _("Visit level 1")
    TWO = 2, _("Visit level 2")
    THREE = 3, _("Visit level 3")
    FOUR = 4, _("Visit level 4")
    FIVE = 5, _("Visit level 5")


class Place(TextChoices):
    """Where a visit took place."""

    HOME = "HOME", _("At home")
    PHONE = "PHONE", _("By phone")
    SCHOOL = "SCHOOL", _("At school")
    INSTITUTION = "INSTITUTION", _("In an institution")


class Result(TextChoices):
    """What came of a visit or call: a call that was answered is MET, 接通 (Z13)."""

    MET = "MET", _("Met")
    NOT_HOME = "NOT_HOME", _("Nobody there")
    REFUSED = "REFUSED", _("Visit refused")


class ConsentKind(TextChoices):
    """What a person agrees to, each on its own (X07, C43)."""

    SERVICE = "SERVICE", _("The service and its plan")
    SENSITIVE_DATA = "SENSITIVE_DATA", _("Keeping sensitive personal data")
    IMAGE = "IMAGE", _("Photos and recordings")


class GivenBy(TextChoices):
    """Whose word a consent is."""

    SELF = "SELF", _("The person")
    GUARDIAN = "GUARDIAN", _("A guardian")
    DUTY = "DUTY", _("Nobody: a statutory duty")


class ConsentState(TextChoices):
    """How a consent stands on a day (glossary, section 5)."""

    VALID = "VALID", _("Consent in force")
    WITHDRAWN = "WITHDRAWN", _("Consent withdrawn")
    EXPIRED = "EXPIRED", _("Consent expired")


class BasisState(TextChoices):
    """What a service or the keeping of sensitive data rests on (X07)."""

    CONSENT = "CONSENT", _("Consent in force")
    DUTY = "DUTY", _("Statutory duty on file")
    WITHDRAWN = "WITHDRAWN", _("Consent withdrawn")
    NONE = "NONE", _("Nothing on file")


class CaseUnit(TextChoices):
    """Whom a case is for (N17)."""

    PERSON = "PERSON", _("One person")
    HOUSEHOLD = "HOUSEHOLD", _("A household")


class CaseKind(TextChoices):
    """How a case begins: a crisis is answered first and papered later (C724)."""

    ORDINARY = "ORDINARY", _("Ordinary case")
    CRISIS = "CRISIS", _("Crisis case")


class Problem(TextChoices):
    """What a case is about (N17)."""

    POVERTY = "POVERTY", _("Poverty")
    CARE = "CARE", _("Care for an elder")
    SCHOOL = "SCHOOL", _("Aversion to school")
    WORK = "WORK", _("Finding work")
    FAMILY = "FAMILY", _("Strained family")
    HEALTH = "HEALTH", _("Illness or disability")
    MIND = "MIND", _("Mental distress")
    SAFETY = "SAFETY", _("Violence or neglect")
    OTHER = "OTHER", _("Another problem")


class Stage(TextChoices):
    """The six stages of a case, in order (G44b, X21)."""

    INTAKE = "INTAKE", _("Intake")
    ASSESSMENT = "ASSESSMENT", _("Assessment")
    PLAN = "PLAN", _("Plan")
    INTERVENTION = "INTERVENTION", _("Intervention")
    EVALUATION = "EVALUATION", _("Evaluation of the case")
    CLOSURE = "CLOSURE", _("Closure")


class DocumentKind(TextChoices):
    """What is written about a case."""

    AGREEMENT = "AGREEMENT", _("Service agreement")
    ASSESSMENT_REPORT = "ASSESSMENT_REPORT", _("Assessment report")
    PLAN = "PLAN", _("Service plan")
    PROCESS_RECORD = "PROCESS_RECORD", _("Process record")
    EVALUATION_REPORT = "EVALUATION_REPORT", _("Evaluation report")
    CLOSURE_FORM = "CLOSURE_FORM", _("Closure form")
    INTAKE_FORM = "INTAKE_FORM", _("Intake form")
    CRISIS_PLAN = "CRISIS_PLAN", _("Crisis plan")
    LIFE_REVIEW = "LIFE_REVIEW", _("Life-review booklet")


class ClosureReason(TextChoices):
    """Why a case ended (C86a, C81c, N10)."""

    GOALS_MET = "GOALS_MET", _("Goals met")
    NO_LONGER_NEEDED = "NO_LONGER_NEEDED", _("No longer needed")
    MOVED = "MOVED", _("Moved away")
    DECEASED = "DECEASED", _("Deceased")
    REFERRED = "REFERRED", _("Referred")
    WITHDRAWN = "WITHDRAWN", _("The person withdrew")
    DECLINED = "DECLINED", _("Not taken on")


class CaseAct(TextChoices):
    """What moved a case."""

    OPEN = "OPEN", _("Case opened")
    ADVANCE = "ADVANCE", _("Next stage begun")
    REFER = "REFER", _("Case referred")
    WITHDRAW = "WITHDRAW", _("Service left by the person")
    REQUEST = "REQUEST", _("Closure asked for")
    SIGN = "SIGN", _("Closure signed")
    REOPEN = "REOPEN", _("Case reopened")
    DECLINE = "DECLINE", _("Case not taken on")
    TAKE_BACK = "TAKE_BACK", _("Request for closure taken back")
    SEND_BACK = "SEND_BACK", _("Closure sent back")


class DisabilityKind(TextChoices):
    """What kind of disability the certificate names (G3243)."""

    SIGHT = "SIGHT", _("Sight")
    HEARING = "HEARING", _("Hearing")
    SPEECH = "SPEECH", _("Speech")
    LIMBS = "LIMBS", _("Limbs")
    INTELLECT = "INTELLECT", _("Intellect")
    PSYCHE = "PSYCHE", _("Mental disability")
    MULTIPLE = "MULTIPLE", _("Multiple disabilities")


class DisabilityGrade(TextChoices):
    """The grade of the certificate, the first the heaviest (G3243)."""

    FIRST = "1", _("Grade one")
    SECOND = "2", _("Grade two")
    THIRD = "3", _("Grade three")
    FOURTH = "4", _("Grade four")


class NoticeAnswer(TextChoices):
    """What a guardian said to the notice about a child's data (X10)."""

    ACCEPTED = "ACCEPTED", _("The guardian agrees")
    REFUSED = "REFUSED", _("The guardian refuses")


class FileEnd(TextChoices):
    """Why a person's file is closed (N10)."""

    DECEASED = "DECEASED", _("Deceased")
    MOVED = "MOVED", _("Moved away")
    NO_LONGER_NEEDED = "NO_LONGER_NEEDED", _("No longer needed")
    WITHDREW = "WITHDREW", _("The person withdrew")
    OTHER_SERVICE = "OTHER_SERVICE", _("Served by somebody else")


class LeadSource(TextChoices):
    """Who told of a person in difficulty, or how the station came upon them (G3212, N02)."""

    SELF = "SELF", _("The person")
    FAMILY = "FAMILY", _("The family")
    NEIGHBOUR = "NEIGHBOUR", _("A neighbour")
    VILLAGE = "VILLAGE", _("Village cadre or grid worker")
    CHILD_DIRECTOR = "CHILD_DIRECTOR", _("Director of children's affairs")
    SCHOOL = "SCHOOL", _("A school")
    CLINIC = "CLINIC", _("A clinic or hospital")
    DOOR_TO_DOOR = "DOOR_TO_DOOR", _("Door-to-door survey")
    NEIGHBOURS_ASKED = "NEIGHBOURS_ASKED", _("Asking the neighbours")
    DAILY_LIFE = "DAILY_LIFE", _("Everyday contact in the village")
    HOTLINE = "HOTLINE", _("A hotline or letter")
    OTHER = "OTHER", _("Somebody else")


class Urgency(TextChoices):
    """How soon a lead is to be looked at."""

    URGENT = "URGENT", _("Urgent")
    SOON = "SOON", _("Soon")
    ORDINARY = "ORDINARY", _("Ordinary")


class LeadState(TextChoices):
    """How far a lead has come."""

    NEW = "NEW", _("To be verified")
    VERIFIED = "VERIFIED", _("Verified")
    FILED = "FILED", _("On file")
    DISMISSED = "DISMISSED", _("Dismissed")


class LeadEnd(TextChoices):
    """Why a lead leads to no file."""

    UNTRUE = "UNTRUE", _("Not as told")
    NO_NEED = "NO_NEED", _("No help is needed")
    UNKNOWN = "UNKNOWN", _("The person was not found")
    ELSEWHERE = "ELSEWHERE", _("Handed to another place")
    REFUSED = "REFUSED", _("The person refuses")
    DUPLICATE = "DUPLICATE", _("Told before")


class NeedKind(TextChoices):
    """What is needed (N22; care, culture, recognition, taking part: Z05, Z07)."""

    MATERIAL = "MATERIAL", _("Money or goods")
    WORK = "WORK", _("Work or training for it")
    REHABILITATION = "REHABILITATION", _("Rehabilitation or treatment")
    MIND = "MIND", _("Listening and counselling")
    CARE = "CARE", _("Care in daily life")
    CULTURE = "CULTURE", _("Culture and learning")
    RECOGNITION = "RECOGNITION", _("Recognition in society")
    INTEGRATION = "INTEGRATION", _("Taking part in community life")


class NeedDimension(TextChoices):
    """Which side of a person's life a need belongs to (Z03)."""

    BIO = "BIO", _("Body")
    PSYCH = "PSYCH", _("Mind")
    SPIRIT = "SPIRIT", _("Spirit and culture")
    SOCIAL = "SOCIAL", _("Social relations")


class NeedState(TextChoices):
    """The four states of a need, read from its days."""

    RAISED = "RAISED", _("Raised")
    MATCHED = "MATCHED", _("Handed to somebody who helps")
    MET = "MET", _("Met, confirmed by the person")
    UNMET = "UNMET", _("Not met")


class UnmetReason(TextChoices):
    """Why a need was given up."""

    NO_RESOURCE = "NO_RESOURCE", _("Nobody can help")
    NOT_ELIGIBLE = "NOT_ELIGIBLE", _("The conditions are not fulfilled")
    PERSON_DECLINED = "PERSON_DECLINED", _("The person no longer wishes it")
    LEFT = "LEFT", _("The person is gone")
    NOT_CONFIRMED = "NOT_CONFIRMED", _("The person does not confirm it")


class EnrolmentState(TextChoices):
    """Where a person stands in the service (N10)."""

    APPLIED = "APPLIED", _("Applied")
    ACCEPTED = "ACCEPTED", _("Accepted")
    ACTIVE = "ACTIVE", _("Receiving the service")
    PAUSED = "PAUSED", _("Paused")
    EXITED = "EXITED", _("Left the service")


class EnrolmentAct(TextChoices):
    """What moved an enrolment."""

    APPLY = "APPLY", _("Application")
    ACCEPT = "ACCEPT", _("Acceptance")
    BEGIN = "BEGIN", _("Beginning of the service")
    PAUSE = "PAUSE", _("Pause")
    RESUME = "RESUME", _("Resumption")
    EXIT = "EXIT", _("Exit")


class EnrolmentExit(TextChoices):
    """Why a person left the service, or was not accepted."""

    GOALS_MET = "GOALS_MET", _("Goals met")
    NO_LONGER_NEEDED = "NO_LONGER_NEEDED", _("No longer needed")
    WITHDREW = "WITHDREW", _("The person withdrew")
    NOT_ELIGIBLE = "NOT_ELIGIBLE", _("The conditions are not fulfilled")
    MOVED = "MOVED", _("Moved away")
    DECEASED = "DECEASED", _("Deceased")
    OTHER_SERVICE = "OTHER_SERVICE", _("Served by somebody else")


class Grade(TextChoices):
    """How heavy a burden is, in one respect."""

    NONE = "NONE", _("No difficulty")
    LIGHT = "LIGHT", _("Light")
    MARKED = "MARKED", _("Marked")
    GRAVE = "GRAVE", _("Grave")


class Guardian(TextChoices):
    """Who looks after a child in fact (G3251)."""

    PARENT = "PARENT", _("A parent")
    GRANDPARENT = "GRANDPARENT", _("A grandparent")
    RELATIVE = "RELATIVE", _("Another relative")
    ENTRUSTED = "ENTRUSTED", _("A person entrusted with the care")
    NOBODY = "NOBODY", _("Nobody")


class GuardianAbility(TextChoices):
    """Whether who looks after the child can do so."""

    ABLE = "ABLE", _("Able")
    LIMITED = "LIMITED", _("Able within limits")
    UNABLE = "UNABLE", _("Unable")


class Absence(TextChoices):
    """Which parents work away from home."""

    NEITHER = "NEITHER", _("Neither parent")
    ONE = "ONE", _("One parent")
    BOTH = "BOTH", _("Both parents")


class Contact(TextChoices):
    """How often absent parents and child hear of each other."""

    WEEKLY = "WEEKLY", _("Every week")
    MONTHLY = "MONTHLY", _("Every month")
    RARELY = "RARELY", _("More rarely")
    NEVER = "NEVER", _("Never")


class Schooling(TextChoices):
    """Whether a child goes to school."""

    AT_SCHOOL = "AT_SCHOOL", _("Goes to school")
    TOO_YOUNG = "TOO_YOUNG", _("Not yet of school age")
    DROPPED_OUT = "DROPPED_OUT", _("Has dropped out of school")


class GuardianRisk(TextChoices):
    """What an assessment of the care for a child comes to."""

    LOW = "LOW", _("Low risk")
    MIDDLE = "MIDDLE", _("Middle risk")
    HIGH = "HIGH", _("High risk")


class Talent(TextChoices):
    """What a person is good at (Z10)."""

    CRAFT = "CRAFT", _("Crafts and repairs")
    ARTS = "ARTS", _("Music, dance, writing, painting")
    TEACHING = "TEACHING", _("Teaching and tutoring")
    HEALTH = "HEALTH", _("Nursing and health")
    ORGANISING = "ORGANISING", _("Organising and mediating")
    FARMING = "FARMING", _("Farming and growing")
    STORY = "STORY", _("Telling of history")
    OTHER = "OTHER", _("Another talent")


class AlertKind(TextChoices):
    """What a station is warned of in time (N02)."""

    MISSED_VISIT = "MISSED_VISIT", _("Visits missed")
    RISK_RISE = "RISK_RISE", _("Visit level raised")
    MAJOR_CHANGE = "MAJOR_CHANGE", _("Not visited since a major change")
    LEAD_WAITING = "LEAD_WAITING", _("Lead not verified")
    CONSENT_GONE = "CONSENT_GONE", _("Consent withdrawn")
    CONSENT_ENDS = "CONSENT_ENDS", _("Consent expires")
    NEED_OPEN = "NEED_OPEN", _("Need open for long")
    GUARD_DUE = "GUARD_DUE", _("Care for a child to be assessed again")


class KindFamily(TextChoices):
    """Kinds of persons that belong together."""

    LOW_INCOME = "LOW_INCOME", _("Low-income population")
    ASSISTED = "ASSISTED", _("Persons under special assistance")
    CHILD = "CHILD", _("Children")
    LEFT_BEHIND = "LEFT_BEHIND", _("Left behind in the village")
    ELDER = "ELDER", _("Elders")
    ILL = "ILL", _("Disability and illness")
    MILITARY = "MILITARY", _("Entitled to military preference and pension")
    RESETTLED = "RESETTLED", _("Entitled to resettlement")
    FAMILY = "FAMILY", _("Families, women and young people")
    MOVED = "MOVED", _("Moved to this place")
    OTHER = "OTHER", _("Others")
