"""Who may see and change the records of persons served (glossary.md, section 9).

Column "persons served, casework". Counts without persons are wider than rows: a township
and an agency see how many, never who. Rows stay closed to the hub, the supervisor and the
reviewer, whose access hangs on cases and samples.
"""

from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import Rule, by_role, whole_county
from kernel.errors import Forbidden
from stations.casework.data_file import read_data
from stations.network.queries.scope import own_stations


def view_persons(prefix: str = "station__") -> Rule:
    """r: the bureau (names masked), the station itself."""
    own = own_stations(prefix)
    return by_role({Role.BUREAU: whole_county, Role.HEAD: own, Role.WORKER: own})


def write_persons(prefix: str = "station__") -> Rule:
    """w: the station itself."""
    own = own_stations(prefix)
    return by_role({Role.HEAD: own, Role.WORKER: own})


def view_work(prefix: str = "station__") -> Rule:
    """r of visits and needs: as persons, and the village room for its own."""
    own = own_stations(prefix)
    return by_role(
        {Role.BUREAU: whole_county, Role.HEAD: own, Role.WORKER: own, Role.ROOM_STAFF: own}
    )


def write_work(prefix: str = "station__") -> Rule:
    """w of visits and needs, and choosing the person they are for."""
    own = own_stations(prefix)
    return by_role({Role.HEAD: own, Role.WORKER: own, Role.ROOM_STAFF: own})


def count_work(prefix: str = "station__") -> Rule:
    """How many, never who."""
    own = own_stations(prefix)
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.HEAD: own,
            Role.WORKER: own,
            Role.ROOM_STAFF: own,
            Role.TOWNSHIP: own,
            Role.SUPERVISOR: own,
            Role.AGENCY: own,
        }
    )


def open_files(prefix: str = "station__") -> Rule:
    """Giving a reason to read a minor's file: whoever would read it, were it an adult's (X10)."""
    own = own_stations(prefix)
    reads = (Role.HEAD, Role.WORKER, Role.ROOM_STAFF, Role.SUPERVISOR)
    return by_role({Role.BUREAU: whole_county, **dict.fromkeys(reads, own)})


def void_files(prefix: str = "station__") -> Rule:
    """Taking back a file opened by mistake: the head, the bureau."""
    return approve_disposals(prefix)


def name_responsible(prefix: str = "station__") -> Rule:
    """Naming who is responsible for a file: the head."""
    return by_role({Role.HEAD: own_stations(prefix)})


def view_archive(prefix: str = "station__") -> Rule:
    """r of volumes, loans and destructions: the bureau, the station."""
    own = own_stations(prefix)
    return by_role({Role.BUREAU: whole_county, Role.HEAD: own, Role.WORKER: own})


def approve_disposals(prefix: str = "station__") -> Rule:
    """One of the two who approve a destruction (C921): the head, the bureau."""
    return by_role({Role.BUREAU: whole_county, Role.HEAD: own_stations(prefix)})


def view_requests(prefix: str = "station__") -> Rule:
    """r of persons' requests about their data: the bureau, the station that took them."""
    return view_archive(prefix)


def write_requests(prefix: str = "station__") -> Rule:
    """Taking in a request: the station, the bureau."""
    return view_archive(prefix)


def keep_workers_requests(prefix: str = "station__") -> Rule:
    """Workers' own requests: the head and the bureau, never a colleague."""
    return by_role({Role.BUREAU: whole_county, Role.HEAD: own_stations(prefix)})


def decide_requests(prefix: str = "station__") -> Rule:
    """The bureau decides."""
    return by_role({Role.BUREAU: whole_county})


def view_processing(prefix: str = "station__") -> Rule:
    """r of the register of processing activities (X08)."""
    readers = (Role.BUREAU, Role.HUB_STAFF, Role.AUDITOR)
    return by_role(dict.fromkeys(readers, whole_county))


def write_processing(prefix: str = "station__") -> Rule:
    """w: the bureau."""
    return by_role({Role.BUREAU: whole_county})


SEES_NAMES = (Role.HEAD, Role.WORKER, Role.ROOM_STAFF)

# Who makes home visits and may carry their due list on a phone, and for how many days
# (the list is wiped after them; so is a person's name).
VISITORS = SEES_NAMES
WRITERS = (Role.HEAD, Role.WORKER)  # of files, cases and plans
CARRIED_DAYS: int = read_data("visits")["carried_days"]


def reads_in_full(actor: Actor, *roles: str) -> bool:
    """Names and texts in full, for who holds one of the roles and is not of the bureau too.

    A list does not tell by which of two roles a row is seen, and the bureau reads the rows of all
    places, masked: of the two readings the narrower one holds.
    """
    return actor.is_system or (actor.has(*roles) and not actor.has(Role.BUREAU))


def require_visitor(actor: Actor) -> None:
    """Raises Forbidden for whoever makes no home visits."""
    if not actor.has(*VISITORS):
        raise Forbidden(_("Home visits are made by stations and village rooms."))


def view_cases(prefix: str = "station__") -> Rule:
    """r of cases: the bureau without names and texts, the station, the supervisor of it."""
    own = own_stations(prefix)
    return by_role(
        {Role.BUREAU: whole_county, Role.HEAD: own, Role.WORKER: own, Role.SUPERVISOR: own}
    )


def read_cases(prefix: str = "station__") -> Rule:
    """Names and texts of cases in full."""
    own = own_stations(prefix)
    return by_role({Role.HEAD: own, Role.WORKER: own, Role.SUPERVISOR: own})


def sign_cases(prefix: str = "station__") -> Rule:
    """Sign-off of a closure (C86a)."""
    own = own_stations(prefix)
    return by_role({Role.HEAD: own, Role.SUPERVISOR: own})
