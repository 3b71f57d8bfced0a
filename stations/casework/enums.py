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
    ORPHAN = "child.ORPHAN", _("Orphan")
    UNSUPPORTED = "child.UNSUPPORTED", _("Child in fact without support")
    CHILD_IN_NEED = "child.IN_NEED", _("Child in difficulty")
    LEFT_BEHIND_CHILD = "left_behind.CHILD", _("Left-behind child")
    LEFT_BEHIND_WOMAN = "left_behind.WOMAN", _("Left-behind woman")
    LEFT_BEHIND_ELDER = "left_behind.ELDER", _("Left-behind elder")
    ELDER_ALONE = "elder.ALONE", _("Elder living alone")
    ELDER_AGED = "elder.AGED", _("Elder of great age")
    ELDER_DISABLED = "elder.DISABLED", _("Elder with lost abilities")
    DISABILITY = "disability", _("Disabled person")
    ILLNESS = "illness", _("Gravely ill person")
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
    """What came of a visit."""

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


class ClosureReason(TextChoices):
    """Why a case ended (C86a, C81c, N10)."""

    GOALS_MET = "GOALS_MET", _("Goals met")
    NO_LONGER_NEEDED = "NO_LONGER_NEEDED", _("No longer needed")
    MOVED = "MOVED", _("Moved away")
    DECEASED = "DECEASED", _("Deceased")
    REFERRED = "REFERRED", _("Referred")
    WITHDRAWN = "WITHDRAWN", _("The person withdrew")


class CaseAct(TextChoices):
    """What moved a case."""

    OPEN = "OPEN", _("Case opened")
    ADVANCE = "ADVANCE", _("Next stage begun")
    REFER = "REFER", _("Case referred")
    WITHDRAW = "WITHDRAW", _("Service left by the person")
    REQUEST = "REQUEST", _("Closure asked for")
    SIGN = "SIGN", _("Closure signed")
    REOPEN = "REOPEN", _("Case reopened")
