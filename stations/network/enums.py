"""The network's fixed words (glossary.md, sections 1 and 5). Labels may be edited, values not."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """The kinds of place in the network (plan 一(二), 二(一))."""

    HUB = "HUB", _("County hub")
    STATION = "STATION", _("Township station")
    ROOM = "ROOM", _("Village room")
    INSTITUTION_SITE = "INSTITUTION_SITE", _("Institution site")


class State(TextChoices):
    """The life of a place; MERGED and CLOSED are its end."""

    PLANNED = "PLANNED", _("Being planned")
    RUNNING = "RUNNING", _("In operation")
    SUSPENDED = "SUSPENDED", _("Paused")
    MERGED = "MERGED", _("Merged")
    CLOSED = "CLOSED", _("Closed down")

    @property
    def tone(self) -> str:
        """The colour of its dot; the word always stands beside it."""
        tones = {"PLANNED": "info", "RUNNING": "ok", "SUSPENDED": "warn"}
        return tones.get(self.value, "idle")


class Track(TextChoices):
    """The three grades of standard (plan 二(一))."""

    PROVINCIAL_PILOT = "PROVINCIAL_PILOT", _("Provincial pilot")
    GUIDELINE = "GUIDELINE", _("By the guideline")
    BASIC = "BASIC", _("Five haves")


class BuildMode(TextChoices):
    """The five ways of building, 五个一批 (plan 一(三))."""

    PROVINCIAL_GRANT = "PROVINCIAL_GRANT", _("Provincial grant")
    GOVERNANCE_PILOT = "GOVERNANCE_PILOT", _("Community-governance pilot")
    INSTITUTION = "INSTITUTION", _("Sited in a civil-affairs institution")
    DEPT_INTEGRATED = "DEPT_INTEGRATED", _("Departments' funds integrated")
    VENUE_EMPOWERED = "VENUE_EMPOWERED", _("Existing venue empowered")


class OperationMode(TextChoices):
    """Who runs the place (guideline 4.1)."""

    SELF = "SELF", _("Self-run")
    PURCHASED = "PURCHASED", _("Purchased")


class HostType(TextChoices):
    """The house a place stands in (guideline 1.2)."""

    PARTY_SERVICE_CENTRE = "PARTY_SERVICE_CENTRE", _("Party and community service centre")
    SERVICE_COMPLEX = "SERVICE_COMPLEX", _("Comprehensive service facility")
    CONVENIENCE_CENTRE = "CONVENIENCE_CENTRE", _("Public convenience centre")
    INSTITUTION = "INSTITUTION", _("Civil-affairs institution")
    INCUBATION_BASE = "INCUBATION_BASE", _("Incubation base")
    SHARED = "SHARED", _("Built together with others")
    NEW = "NEW", _("Newly built")


class InstitutionKind(TextChoices):
    """Which institution a place sits in; veterans' hospital and home ask more of workers (C52)."""

    VETERANS_HOSPITAL = "VETERANS_HOSPITAL", _("Veterans' hospital")
    VETERANS_HOME = "VETERANS_HOME", _("Veterans' home")
    ELDERLY_HOME = "ELDERLY_HOME", _("Home for the elderly")
    CHILD_HOME = "CHILD_HOME", _("Child welfare institution")
    RELIEF_STATION = "RELIEF_STATION", _("Relief station")
    OTHER = "OTHER", _("Other institution")


class AgencyDocument(TextChoices):
    """What an agency shows beside its licence (C53)."""

    CAPACITY = "CAPACITY", _("Facilities, staff and professional ability")
    GOVERNANCE = "GOVERNANCE", _("Internal governance")
    FINANCE = "FINANCE", _("Financial, accounting and asset rules")


class ZoneKind(TextChoices):
    """What a part of the venue is for (guideline 1.4)."""

    OFFICE = "OFFICE", _("Office zone")
    SERVICE = "SERVICE", _("Service zone")
    ACTIVITY = "ACTIVITY", _("Activity zone")
    OTHER = "OTHER", _("Other zone")


class EquipmentKind(TextChoices):
    """The eight kinds of guideline 1.5, and fire equipment (1.7)."""

    DESKS = "DESKS", _("Desks and chairs")
    DATA_CABINET = "DATA_CABINET", _("Document cabinet")
    ARCHIVE_CABINET = "ARCHIVE_CABINET", _("Archive cabinet")
    COMPUTER = "COMPUTER", _("Computer")
    PRINTER = "PRINTER", _("Printer")
    TELEPHONE = "TELEPHONE", _("Telephone")
    MULTIMEDIA = "MULTIMEDIA", _("Multimedia equipment")
    WHITEBOARD = "WHITEBOARD", _("Whiteboard")
    FIRE = "FIRE", _("Fire equipment")


class ProposalState(TextChoices):
    """What became of a member that a head proposed (glossary, section 9)."""

    PROPOSED = "PROPOSED", _("Waits for the bureau")
    ADMITTED = "ADMITTED", _("Admitted")
    DECLINED = "DECLINED", _("Not admitted")
    WITHDRAWN = "WITHDRAWN", _("Taken back by the station")

    @property
    def tone(self) -> str:
        """The colour of its dot; the word always stands beside it."""
        tones = {"PROPOSED": "warn", "ADMITTED": "ok", "DECLINED": "bad"}
        return tones.get(self.value, "idle")


CODE_LETTERS = {
    Level.HUB: "H",
    Level.STATION: "S",
    Level.ROOM: "R",
    Level.INSTITUTION_SITE: "I",
}
# Digits of the division a place of this level sits in and serves.
DIVISION_DIGITS = {
    Level.HUB: 6,
    Level.STATION: 9,
    Level.ROOM: 12,
    Level.INSTITUTION_SITE: 9,
}
NEXT_STATES: dict[State, tuple[State, ...]] = {
    State.PLANNED: (State.RUNNING, State.CLOSED),
    State.RUNNING: (State.SUSPENDED, State.MERGED, State.CLOSED),
    State.SUSPENDED: (State.RUNNING, State.MERGED, State.CLOSED),
    State.MERGED: (),
    State.CLOSED: (),
}
ENDED = (State.MERGED, State.CLOSED)
# The levels of the plan's task table (annex 1), in its order.
TARGET_LEVELS = (Level.HUB, Level.STATION, Level.ROOM)
