"""Who may see and change the records about people (glossary.md, section 9).

Each rule is written for a prefix: ``"station__"`` on a record, ``""`` on the station
itself, which is how a writer asks before the record exists.
"""

from kernel.access.models import Role
from kernel.access.restrict import Rule, by_role, whole_county
from stations.network.queries.scope import own_stations


def view_people(prefix: str = "station__") -> Rule:
    """Column "network, people", r: all but reviewers (they see the sheet) and purchasers."""
    own = own_stations(prefix)
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.AUDITOR: whole_county,
            Role.HEAD: own,
            Role.WORKER: own,
            Role.ROOM_STAFF: own,
            Role.TOWNSHIP: own,
            Role.SUPERVISOR: own,
            Role.AGENCY: own,
        }
    )


def write_people(prefix: str = "station__") -> Rule:
    """Column "network, people", w; an agency keeps its own staff."""
    own = own_stations(prefix)
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.HEAD: own,
            Role.AGENCY: own,
        }
    )


def write_head(prefix: str = "station__") -> Rule:
    """The head is named by the agency or by the county (guideline 2.2), never by himself."""
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.AGENCY: own_stations(prefix),
        }
    )


def write_supervision(prefix: str = "station__") -> Rule:
    """Column "oversight": the supervisor writes the sessions of the assigned stations."""
    own = own_stations(prefix)
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.HEAD: own,
            Role.SUPERVISOR: own,
        }
    )


def write_trainings(prefix: str = "station__") -> Rule:
    """Trainings are kept by those who keep the staff, and by the supervisor who trains (M46)."""
    own = own_stations(prefix)
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.HEAD: own,
            Role.AGENCY: own,
            Role.SUPERVISOR: own,
        }
    )


def view_complaints(prefix: str = "station__") -> Rule:
    """Column "oversight", r."""
    own = own_stations(prefix)
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.AUDITOR: whole_county,
            Role.HEAD: own,
            Role.TOWNSHIP: own,
            Role.AGENCY: own,
        }
    )


def write_complaints(prefix: str = "station__") -> Rule:
    """Column "oversight", w: whoever takes a complaint down."""
    own = own_stations(prefix)
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.HEAD: own,
            Role.WORKER: own,
            Role.ROOM_STAFF: own,
            Role.TOWNSHIP: own,
        }
    )


decide_complaints: Rule = by_role({Role.BUREAU: whole_county})


def view_volunteers(prefix: str = "station__") -> Rule:
    """Volunteers are community work: the column "community", r."""
    return view_people(prefix)


def write_volunteers(prefix: str = "station__") -> Rule:
    """Volunteers are community work: the column "community", w."""
    own = own_stations(prefix)
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.HEAD: own,
            Role.WORKER: own,
        }
    )
