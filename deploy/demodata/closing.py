"""Files that were closed, families to be visited, and who read what of a file, for which reason.

By the domain's own verbs, each on its day, by whoever would do it: so the trail and the log of
disclosures hold what a year leaves there.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from kernel.access.actor import Actor
from kernel.access.models import Membership, Role
from kernel.tenancy import current_county
from kernel.workdays.clock import ZONE, frozen
from stations.casework.domain import (
    close_file,
    name_officer,
    open_minor_file,
    reveal,
    reveal_household,
    settle_bereavement,
)
from stations.casework.enums import FileEnd
from stations.casework.minors import minors
from stations.casework.models import (
    Beneficiary,
    BenefitApplication,
    BereavementFollowUp,
    CareCheck,
    CarePlan,
    Carer,
    Case,
    DataRequest,
    Need,
    Referral,
    ServiceRecord,
    Visit,
    Wish,
)
from stations.network.models import Station

# Why a file was closed, so many days before the demo's end; the first family was visited.
ENDINGS = ((FileEnd.DECEASED, 45), (FileEnd.MOVED, 30), (FileEnd.DECEASED, 12))
VISITED = timedelta(13)
APART = 5  # not at every station on the same day
FAMILY = "老伴由女儿接去同住，情绪渐稳；已告知丧葬补助和后续联系方式。"
FOLLOWED_UP = timedelta(120)  # a closed case is asked about after three months
# Who read the numbers of a file, how many days before, and why.
READINGS = (
    (Role.HEAD, 9, "核对低保证件信息"),
    (Role.WORKER, 6, "代填临时救助申请表"),
    (Role.BUREAU, 2, "核查救助资金发放"),
)
OPENINGS = (
    (Role.BUREAU, 3, "核查困境儿童保障落实情况"),
    (Role.SUPERVISOR, 5, "督导个案前了解情况"),
)
HOME = (Role.WORKER, 4, "上门前核对门牌")


def fill_closing(stations: list[Station], until: date) -> None:
    """Call it when everything else of casework is filled: who is closed has nothing later."""
    _name_officer(until)
    for number, station in enumerate(stations):
        _end_files(station, until - timedelta(number % APART))
        _read_files(station, until)


def _name_officer(until: date) -> None:
    """One of the bureau reads reports of harm and answers for them."""
    member = Membership.objects.filter(role=Role.BUREAU).order_by("id").first()
    if member is not None:
        since = date(until.year, 1, 5)
        name_officer(actor=_actor(member), membership=member, valid_from=min(since, until))


def _end_files(station: Station, until: date) -> None:
    """Some of the station's adults, for whom nothing was done after the day."""
    head = member_at(station, Role.HEAD)
    for reason, days in ENDINGS if head else ():
        day = until - timedelta(days)
        person = _adults(station).filter(filed_on__lt=day - FOLLOWED_UP).exclude(_busy(day)).first()
        if head is None or person is None:
            continue
        with frozen(day):
            close_file(actor=head, beneficiary=person, on=day, reason=reason)
        for offer in BereavementFollowUp.objects.filter(beneficiary=person):
            _visit_family(head, offer, day + VISITED, until)


def _visit_family(head: Actor, offer: BereavementFollowUp, day: date, until: date) -> None:
    if day <= until:
        with frozen(day):
            settle_bereavement(actor=head, offer=offer, state="DONE", on=day, note=FAMILY)


def _busy(day: date) -> Q:
    """Whoever has something open, or anything after a day."""
    since = datetime.combine(day, time(), ZONE)
    told: tuple[tuple[Any, Q], ...] = (
        (Visit, Q(held_at__gte=since) | Q(held_at=None)),
        (Need, _open("closed_on", day)),
        (Case, _open("closed_on", day - FOLLOWED_UP)),
        (CarePlan, _open("closed_on", day)),
        (BenefitApplication, _open("decided_on", day)),
        (Wish, _open("settled_on", day)),
        (Referral, _open("answered_on", day)),
        (Carer, _open("valid_to", day)),
        (ServiceRecord, Q(served_on__gte=day)),
        (CareCheck, Q(checked_on__gte=day)),
        (DataRequest, Q()),
    )
    found = Q()
    for model, later in told:
        # Without those of nobody: a NULL among them would exclude everybody.
        rows = model.objects.filter(later, beneficiary__isnull=False)
        found |= Q(pk__in=rows.values("beneficiary_id"))
    return found


def _open(field: str, day: date) -> Q:
    return Q(**{field: None}) | Q(**{f"{field}__gte": day})


def _adults(station: Station) -> Any:
    """Of the station itself, with an open file, whose service goes on."""
    rows = Beneficiary.objects.filter(station=station, closed_on=None, withdrawn_at=None)
    return rows.filter(service_stopped_on=None).exclude(minors()).order_by("-id")


def _read_files(station: Station, until: date) -> None:
    """A number by each of some, a child's file for a reason, an address before a visit."""
    adults = list(_adults(station)[: len(READINGS)])
    for person, (role, days, reason) in zip(adults, READINGS, strict=False):
        _do(station, role, until - timedelta(days), reveal, beneficiary=person, reason=reason)
    children = Beneficiary.objects.filter(minors(), station=station, closed_on=None).order_by("id")
    for child, (role, days, reason) in zip(children, OPENINGS, strict=False):
        _do(station, role, until - timedelta(days), open_minor_file, beneficiary=child,
            reason=reason)  # fmt: skip
    for person in adults[:1]:
        role, days, reason = HOME
        _do(station, role, until - timedelta(days), reveal_household, household=person.household,
            reason=reason)  # fmt: skip


def _do(station: Station, role: str, day: date, verb: Callable[..., Any], **given: Any) -> None:
    """By somebody with the role at the station, if there is one."""
    actor = member_at(station, role)
    if actor is not None:
        with frozen(day):
            verb(actor=actor, **given)


def member_at(station: Station, role: str) -> Actor | None:
    """The first with a role at the station or in the county."""
    return next(_actors(station, role), None)


def _actors(station: Station, role: str) -> Iterator[Actor]:
    held = Membership.objects.filter(role=role, scope_code__in=("", station.code)).order_by("id")
    return map(_actor, held)


def _actor(member: Membership) -> Actor:
    return Actor(member.user_uuid, member.user_name, current_county(), (member,))
