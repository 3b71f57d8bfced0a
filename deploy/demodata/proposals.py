"""Members that a head proposed: one was admitted, one declined, one waits for the bureau.

By the domain's own verbs, each on its day. Their chance is their own, so that the other records
stay what they are.
"""

from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from deploy.demodata.persons import make_name, make_phone
from kernel.access.actor import Actor
from kernel.access.models import Membership, Role
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.tenancy import current_county
from kernel.workdays.clock import frozen
from stations.network.domain.member import admit_member
from stations.network.domain.member_proposal import decline_proposal, propose_member
from stations.network.enums import ENDED
from stations.network.models import MemberProposal, Station

NOTES = {
    "ADMITTED": "新到岗社工，已完成岗前培训，需登记走访记录。",
    "DECLINED": "临时协助汛期排查，约两个月。",
    "PROPOSED": "接替调离的同事，下月到岗。",
}
REASON = "临时协助人员不单独开设账号，请由驻站社工登记。"
# Days before the demo's end on which they were proposed; decided two days later.
ADMITTED, DECLINED, WAITING = 40, 16, 3
LATER = timedelta(2)


def fill_proposals(station: Station, until: date, password: str) -> None:
    """Of one station of a county and, where it has one, a room; none without a head."""
    random = Random(f"proposals {station.code}")
    head, bureau = _first(Role.HEAD, station.code), _first(Role.BUREAU)
    if head is None or bureau is None:
        return
    day = until - timedelta(ADMITTED)
    _admit(bureau, _propose(head, station, "ADMITTED", day, random), day + LATER, password)
    day = until - timedelta(DECLINED)
    declined = _propose(head, station, "DECLINED", day, random)
    with frozen(day + LATER):
        decline_proposal(by=bureau, proposal=declined, reason=REASON)
    rooms = Station.objects.filter(parent=station).exclude(state__in=ENDED).order_by("-code")
    place = rooms.filter(level="ROOM").first() or station
    _propose(head, place, "PROPOSED", until - timedelta(WAITING), random)


def _propose(
    head: Actor, place: Station, becomes: str, day: date, random: Random
) -> MemberProposal:
    with frozen(day):
        return propose_member(
            by=head,
            place=place,
            role=Role.ROOM_STAFF if place.level == "ROOM" else Role.WORKER,
            display_name=make_name(random),
            phone=make_phone(random),
            note=NOTES[becomes],
        )


def _admit(bureau: Actor, proposal: MemberProposal, day: date, password: str) -> None:
    """With the demo's password, as everybody in it: the addresses tell it."""
    with frozen(day):
        made = admit_member(
            by=bureau,
            username=f"{current_county()}-proposed-1",
            display_name=proposal.display_name,
            role=proposal.role,
            place=proposal.station.code,
            valid_from=day,
            proposal=proposal,
        )
    users = User.objects.filter(uuid=made.membership.user_uuid)
    users.update(password=make_password(password), has_first_password=False)


def _first(role: str, place: str = "") -> Actor | None:
    """Whoever holds the role first, at a place."""
    held = Membership.objects.filter(role=role, scope_code=place).order_by("id").first()
    user = User.objects.filter(uuid=held.user_uuid).first() if held else None
    return actor_of(user) if user else None
