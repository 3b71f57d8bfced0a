"""Who may see and change the records about people (glossary.md, section 9).

Each rule is written for a prefix: ``"station__"`` on a record, ``""`` on the station
itself, which is how a writer asks before the record exists.
"""

from functools import reduce
from operator import or_

from django.db.models import Q

from kernel.access.actor import Actor
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


def keeps_staff(actor: Actor) -> bool:
    """Whether somebody keeps the staff of some place."""
    return actor.is_system or actor.has(Role.BUREAU, Role.HUB_STAFF, Role.HEAD, Role.AGENCY)


def name_accounts(prefix: str = "station__") -> Rule:
    """Saying which user a worker is: the bureau, which lets people in, and the station's head."""
    return by_role({Role.BUREAU: whole_county, Role.HEAD: own_stations(prefix)})


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


# Who takes a complaint down; each of them reads again what they took.
TAKERS = (
    Role.BUREAU,
    Role.HUB_STAFF,
    Role.HEAD,
    Role.WORKER,
    Role.ROOM_STAFF,
    Role.TOWNSHIP,
)


def oversee_complaints(prefix: str = "station__") -> Rule:
    """Column "oversight", r, of those who stand above a station's head."""
    own = own_stations(prefix)
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.AUDITOR: whole_county,
            Role.TOWNSHIP: own,
            Role.AGENCY: own,
        }
    )


def head_complaints(prefix: str = "station__") -> Rule:
    """Column "oversight", r, of the head, who is kept from those about a head."""
    return by_role({Role.HEAD: own_stations(prefix)})


def write_complaints(prefix: str = "station__") -> Rule:
    """Column "oversight", w: whoever takes a complaint down."""
    own = own_stations(prefix)
    county = (Role.BUREAU, Role.HUB_STAFF)
    return by_role({role: whole_county if role in county else own for role in TAKERS})


def open_complaints(actor: Actor) -> Q | None:
    """The places whose list one may open (a Rule on Station); its rows are guarded apart."""
    reached = [
        found
        for rule in (oversee_complaints(""), write_complaints(""))
        if (found := rule(actor)) is not None
    ]
    return reduce(or_, reached) if reached else None


decide_complaints: Rule = by_role({Role.BUREAU: whole_county})


def write_publicity(prefix: str = "station__") -> Rule:
    """Publicity is community work, which workers do: the column "community", w."""
    return write_volunteers(prefix)


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
