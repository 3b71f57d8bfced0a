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


class TaskKind(TextChoices):
    """The five tasks that the posts of a station divide (N13); data/rules.yaml says whose."""

    DIVISION = "DIVISION", _("Dividing the work")
    FILES = "FILES", _("Keeping files and registers")
    POLICY = "POLICY", _("Making policies known")
    SURVEY = "SURVEY", _("Surveys and assessments")
    SERVICE = "SERVICE", _("Giving services")


class CredentialLevel(TextChoices):
    """The national levels, and the local aide's certificate, which guideline 2.1 does not count."""

    LOCAL_AIDE = "LOCAL_AIDE", _("Local aide")
    ASSISTANT = "ASSISTANT", _("Assistant social worker")
    WORKER = "WORKER", _("Social worker")
    SENIOR = "SENIOR", _("Senior social worker")


class CultivationWay(TextChoices):
    """Why a certified person counts for a station: either is enough (Q08)."""

    REGISTERED = "REGISTERED", _("Registered to the station in the year before")
    TRAINED = "TRAINED", _("Trained by the station in the year before")


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
    """One to one or in a group; entries of old have the site here instead (the last two)."""

    INDIVIDUAL = "INDIVIDUAL", _("One to one")
    GROUP = "GROUP", _("In a group")
    ON_SITE = "ON_SITE", _("Session on site")
    ONLINE = "ONLINE", _("Online session")


class SupervisionSite(TextChoices):
    """Where a session was held, apart from its mode (Z25)."""

    ON_SITE = "ON_SITE", _("Session on site")
    ONLINE = "ONLINE", _("Online session")


class Step(TextChoices):
    """The four steps with volunteers (guideline 3.1.5)."""

    RECRUIT = "RECRUIT", _("Recruited as volunteer")
    TRAIN = "TRAIN", _("Trained")
    USE = "USE", _("Served as volunteer")
    REWARD = "REWARD", _("Rewarded")


class LeaveReason(TextChoices):
    """Why a volunteer left the station or a team."""

    OWN_WISH = "OWN_WISH", _("Own wish")
    MOVED = "MOVED", _("Moved away")
    NO_TIME = "NO_TIME", _("No time any more")
    HEALTH = "HEALTH", _("Reasons of health")
    DECEASED = "DECEASED", _("Died")
    REMOVED = "REMOVED", _("Asked to leave by the station")
    TEAM_ENDED = "TEAM_ENDED", _("The team ended")
    OTHER = "OTHER", _("Other reason of leaving")


class Appraisal(TextChoices):
    """How a volunteer's service was judged, the last of five steps (C716)."""

    EXCELLENT = "EXCELLENT", _("Excellent service")
    GOOD = "GOOD", _("Good service")
    FAIR = "FAIR", _("Acceptable service")
    POOR = "POOR", _("Service to be improved")


class AwardKind(TextChoices):
    """How a volunteer is encouraged (C716, X17)."""

    HONOUR = "HONOUR", _("Honour")
    STAR = "STAR", _("Star level")
    GOODS = "GOODS", _("Thing or voucher")
    INSURANCE = "INSURANCE", _("Insurance or allowance")
    OTHER = "OTHER", _("Other encouragement")


class Education(TextChoices):
    """The highest degree, for the qualification of C51."""

    SCHOOL = "SCHOOL", _("School below college")
    COLLEGE = "COLLEGE", _("College diploma")
    BACHELOR = "BACHELOR", _("Bachelor")
    MASTER = "MASTER", _("Master")
    DOCTOR = "DOCTOR", _("Doctor")


class ExamResult(TextChoices):
    """What came of a registration for the national exam (M24)."""

    WAITING = "WAITING", _("Result not known yet")
    PASSED = "PASSED", _("Passed")
    FAILED = "FAILED", _("Not passed")
    ABSENT = "ABSENT", _("Did not sit the exam")


class InternKind(TextChoices):
    """Who comes to learn at a station (M41)."""

    STUDENT = "STUDENT", _("Student in training")
    STUDENT_VOLUNTEER = "STUDENT_VOLUNTEER", _("Student volunteer")


class OtherAudience(TextChoices):
    """People other than staff who are trained (M38)."""

    TOWNSHIP_CADRE = "TOWNSHIP_CADRE", _("Officials of townships and subdistricts")
    COMMUNITY_WORKER = "COMMUNITY_WORKER", _("Community workers")
    PUBLIC_INSTITUTION = "PUBLIC_INSTITUTION", _("Staff of public welfare institutions")
    CHARITY_ORG = "CHARITY_ORG", _("Staff of charities")
    VOLUNTEER = "VOLUNTEER", _("Volunteers in training")
    OTHER = "OTHER", _("Other participants")


class Qualification(TextChoices):
    """Any one of the three makes a worker qualified (C51)."""

    CERTIFICATE = "CERTIFICATE", _("National certificate")
    LOCAL_CERTIFICATE = "LOCAL_CERTIFICATE", _("Local aide's certificate")
    DEGREE = "DEGREE", _("Degree in social work")


class RegistrationState(TextChoices):
    """Where a certificate stands with its registration today (X18)."""

    UNREGISTERED = "UNREGISTERED", _("Not registered")
    REGISTERED = "REGISTERED", _("Registration in force")
    DUE = "DUE", _("Renewal due")
    LAPSED = "LAPSED", _("Registration lapsed")


class Specialty(TextChoices):
    """A worker's special field (M42)."""

    ELDERLY = "ELDERLY", _("Work with the elderly")
    CHILDREN = "CHILDREN", _("Work with children")
    DISABILITY = "DISABILITY", _("Work with people with disabilities")
    ASSISTANCE = "ASSISTANCE", _("Social assistance work")
    MENTAL_HEALTH = "MENTAL_HEALTH", _("Mental health work")
    COMMUNITY = "COMMUNITY", _("Community governance work")


class SupervisionTopic(TextChoices):
    """What a supervisor guides in (Z23)."""

    METHODS = "METHODS", _("Methods of service")
    PROBLEM_SOLVING = "PROBLEM_SOLVING", _("Solving problems")
    COPING = "COPING", _("Coping with pressure")
    ETHICS = "ETHICS", _("Professional ethics")
    ADMINISTRATION = "ADMINISTRATION", _("Administration and records")


class Competence(TextChoices):
    """What a worker's post asks for (C52); data/rules.yaml says which only at some sites."""

    LAW = "LAW", _("Laws, regulations and policies")
    METHODS = "METHODS", _("Theory, methods and techniques of social work")
    ETHICS = "ETHICS", _("Professional ethics accepted")
    MEDICINE = "MEDICINE", _("Basic medical knowledge")


class TrainingAudience(TextChoices):
    """For whom a training is held (M38-M40)."""

    LOCAL = "LOCAL", _("Local officials, community workers and organisations")
    CERTIFIED = "CERTIFIED", _("Certified social workers")
    SENIOR = "SENIOR", _("Senior talent")


class TrainingGrade(TextChoices):
    """The three grades of training (M37)."""

    GENERAL = "GENERAL", _("General grade")
    CERTIFIED = "CERTIFIED", _("Certified grade")
    ADVANCED = "ADVANCED", _("Advanced grade")


class TrainingKind(TextChoices):
    """The three kinds of training (DB5101/T 100-2021, 9.1.3a; C913a)."""

    PROFESSIONAL = "PROFESSIONAL", _("Professional knowledge and skills")
    ADMINISTRATIVE = "ADMINISTRATIVE", _("Administrative ability")
    SUPPORTIVE = "SUPPORTIVE", _("Support")


class TrainingTopic(TextChoices):
    """What a training is about: the five skills of M40, and those of M38, M42 and M31."""

    THEORY = "THEORY", _("Theory")
    PRACTICE = "PRACTICE", _("Practice")
    MANAGEMENT = "MANAGEMENT", _("Management")
    SUPERVISION = "SUPERVISION", _("Supervising others")
    RESEARCH = "RESEARCH", _("Academic research")
    KNOWLEDGE = "KNOWLEDGE", _("Basic knowledge of social work")
    EXAM = "EXAM", _("Preparation for the exam")
    ELDERLY = "ELDERLY", _("Care of the elderly")
    PURCHASE = "PURCHASE", _("Government purchase of services")


class ComplaintSource(TextChoices):
    """From whom a complaint about ethics comes; a kind, never a name."""

    RECIPIENT = "RECIPIENT", _("Person served")
    FAMILY = "FAMILY", _("Family or guardian")
    RESIDENT = "RESIDENT", _("Resident")
    COLLEAGUE = "COLLEAGUE", _("Colleague")
    ORGANISATION = "ORGANISATION", _("Organisation or department")
    ANONYMOUS = "ANONYMOUS", _("Anonymous person")


class ComplaintState(TextChoices):
    """Where a complaint about ethics stands; the last two are the county's decision."""

    OPEN = "OPEN", _("Waiting for the decision")
    UPHELD = "UPHELD", _("Complaint upheld")
    NOT_UPHELD = "NOT_UPHELD", _("Complaint not upheld")


class PublicityChannel(TextChoices):
    """Through what a station tells the public (G18, C718, Z17)."""

    BOARD = "BOARD", _("Notice board")
    ONLINE = "ONLINE", _("Online platform")
    MEDIA = "MEDIA", _("Press, radio or television")
    PRINT = "PRINT", _("Printed matter")
    EVENT = "EVENT", _("Publicity event")
    HOME = "HOME", _("From door to door")


class PublicityTopic(TextChoices):
    """What is told: the three of guideline 3.3.3, policies, and the station's own work."""

    VALUES = "VALUES", _("Values of social work")
    KNOWLEDGE = "KNOWLEDGE", _("Knowledge of social work")
    METHODS = "METHODS", _("Methods of social work")
    POLICY = "POLICY", _("Policies explained")
    SERVICES = "SERVICES", _("Services and activities of the station")


class OutfitKind(TextChoices):
    """What makes a worker known (G24)."""

    UNIFORM = "UNIFORM", _("Uniform")
    BADGE = "BADGE", _("Work badge")
