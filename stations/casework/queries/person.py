"""The persons of a place: the list, the search, one person's page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.crypto import blind_index
from kernel.errors import FieldError, Forbidden, Invalid, NotFound
from kernel.workdays.clock import today
from stations.casework.enums import Category, VisitLevel
from stations.casework.models import (
    Beneficiary,
    BeneficiaryCategory,
    Consent,
    Enrolment,
    GuardianshipAssessment,
    HomelessAid,
    Household,
    Need,
    RiskAssessment,
    Strength,
    Visit,
    VisitLevelSpan,
)
from stations.casework.standards import person_groups
from stations.network.queries.station import served_divisions
from stations.records.domain import refuse
from stations.records.identity import FORM, plain_id_number
from stations.records.models import covering
from stations.records.places import at_place
from tenants.queries.division import in_force

LAST_VISITS = 10
# The code of a file, or its beginning: shorter ones are initials ("fa"), and would find hundreds.
FILE_CODE = re.compile(r"[0-9a-f]{4,8}")


@dataclass(frozen=True)
class PersonFile:
    """All that a person's page shows, in seven queries; what was entered by mistake apart."""

    categories: list[BeneficiaryCategory]
    levels: list[VisitLevelSpan]
    visits: list[Visit]
    needs: list[Need]
    consents: list[Consent]
    # Help that was given before anybody knew who it was, too.
    aids: list[HomelessAid]
    voided: list[tuple[Any, Any]]  # its name, the record


@dataclass(frozen=True)
class Course:
    """How a person came into the service, how they were found to be, what they are good at."""

    enrolments: list[Enrolment]
    risks: list[RiskAssessment]
    guardianships: list[GuardianshipAssessment]
    strengths: list[Strength]


def persons(
    actor: Actor,
    *,
    station: Any = None,
    level: str = "",
    category: str = "",
    group: str = "",
    with_voided: bool = False,
) -> QuerySet[Beneficiary]:
    """Files the actor may see, by name, each with today's level as ``level_now``.

    ``may_read`` is False for a minor's file that is closed to the actor: it is shown masked and
    without content (X10); ``home_may_read`` is False where the household stands for such a minor.
    Raises Invalid for an unknown level, category or group of kinds.
    """
    levels = [str(value) for value in VisitLevel.values]
    _check_choice("level", level, levels)
    _check_choice("category", category, Category.values)
    _check_choice("group", group, list(person_groups()))
    running = VisitLevelSpan.objects.filter(
        covering(today()), beneficiary=OuterRef("pk"), withdrawn_at=None
    )
    rows = Beneficiary.objects.restrict(actor, "view")
    if not with_voided:
        rows = rows.filter(withdrawn_at=None)
    readable = Beneficiary.objects.restrict(actor, "read").filter(pk=OuterRef("pk"))
    rows = rows.annotate(
        level_now=Subquery(running.values("level")[:1]),
        may_read=Exists(readable),
        home_may_read=home_may_read(actor),
    )
    if station is not None:
        rows = rows.filter(at_place(station))
    if level or category or group:
        rows = rows.filter(may_read=True)
    if level:
        rows = rows.filter(level_now=int(level))
    if category:
        rows = rows.filter(pk__in=_of_kinds([category]))
    if group:
        rows = rows.filter(pk__in=_of_kinds(person_groups()[group].kinds))
    return rows.select_related("station", "household__station").order_by("name", "id")


def _of_kinds(kinds: Sequence[str]) -> QuerySet[Any]:
    """The ids of those who belong to one of the kinds today."""
    held = BeneficiaryCategory.objects.filter(
        covering(today()), category__in=kinds, withdrawn_at=None
    )
    return held.values("beneficiary_id")


def search_persons(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those whose name or pinyin initials contain the text, whose ID number it is, or the code of
    whose file begins with it.

    Nobody finds out by a search whose file it is that is closed to them: it is found by its code
    alone, which stands on its page, and stays masked.
    """
    plain = "".join(text.replace("\0", "").split())
    if not plain:
        return rows
    if FORM.fullmatch(number := plain_id_number(plain)):
        return rows.filter(may_read=True, id_number_index=blind_index(number))
    named = Q(name__icontains=plain) | Q(name_initials__contains=plain.lower())
    return rows.filter(Q(named, may_read=True) | _with_code(plain.lower()))


def _with_code(plain: str) -> Q:
    """Files whose code begins so: a range of uuids, which an index answers."""
    if not FILE_CODE.fullmatch(plain):
        return Q(pk__in=[])
    return Q(uuid__range=(UUID(plain.ljust(32, "0")), UUID(plain.ljust(32, "f"))))


def find_beneficiary(
    actor: Actor,
    uuid: UUID,
    action: str = "view",
    *,
    station: Any = None,
    with_voided: bool = False,
) -> Beneficiary:
    """A person's file; NotFound when unseen, Forbidden when the action is not allowed."""
    found = persons(actor, station=station, with_voided=with_voided).filter(uuid=uuid).first()
    if found is None:
        raise NotFound(_("No such person."))
    _require(Beneficiary.objects.filter(pk=found.pk), actor, action)
    return found


def find_consent(actor: Actor, uuid: UUID, *, person: Beneficiary | None = None) -> Consent:
    """A consent to be withdrawn; NotFound when unseen, Forbidden when not allowed."""
    rows = Consent.objects.filter(
        uuid=uuid, withdrawn_at=None, beneficiary__withdrawn_at=None
    ).select_related("beneficiary")
    if person is not None:
        rows = rows.filter(beneficiary=person)
    return _found(rows, actor, _("No such consent."))


def find_category(actor: Actor, person: Beneficiary, uuid: UUID) -> BeneficiaryCategory:
    """A kind of the person, to be ended. Raises NotFound or Forbidden."""
    return _found(person.categories.filter(uuid=uuid, withdrawn_at=None), actor, _("No such kind."))


def find_level(actor: Actor, person: Beneficiary, uuid: UUID) -> VisitLevelSpan:
    """A level of the person, to be withdrawn. Raises NotFound or Forbidden."""
    return _found(person.levels.filter(uuid=uuid, withdrawn_at=None), actor, _("No such level."))


def read_file(actor: Actor, person: Beneficiary) -> PersonFile:
    """What stands in the person's file, the latest first; nothing of a file closed to the actor."""
    if not Beneficiary.objects.restrict(actor, "read").filter(pk=person.pk).exists():
        return PersonFile([], [], [], [], [], [], [])
    visits = Visit.objects.restrict(actor, "view").filter(beneficiary=person, withdrawn_at=None)
    needs = Need.objects.restrict(actor, "view").filter(beneficiary=person, withdrawn_at=None)
    aids = HomelessAid.objects.restrict(actor, "view").filter(beneficiary=person, withdrawn_at=None)
    held = visits.filter(held_at__isnull=False).order_by("-held_at", "-id")
    kinds, consents = list(person.categories.all()), list(person.consents.all())
    levels = list(person.levels.order_by("-valid_from", "-id"))
    return PersonFile(
        categories=_standing(kinds),
        levels=_standing(levels),
        visits=list(held.select_related("staff", "station")[:LAST_VISITS]),
        needs=list(needs.order_by("-raised_on", "-id")),
        consents=_standing(consents),
        aids=list(aids.select_related("station")),
        voided=[
            *((row.get_category_display(), row) for row in kinds if row.withdrawn_at),
            *((row.get_level_display(), row) for row in levels if row.withdrawn_at),
            *((row.get_kind_display(), row) for row in consents if row.withdrawn_at),
        ],
    )


def _standing(rows: list[Any]) -> list[Any]:
    return [row for row in rows if row.withdrawn_at is None]


def read_course(actor: Actor, person: Beneficiary) -> Course:
    """The latest first, in four queries; nothing withdrawn."""

    def rows(model: Any) -> list[Any]:
        own = model.objects.restrict(actor, "view").filter(beneficiary=person, withdrawn_at=None)
        return list(own[:LAST_VISITS])

    return Course(
        enrolments=rows(Enrolment),
        risks=rows(RiskAssessment),
        guardianships=rows(GuardianshipAssessment),
        strengths=rows(Strength),
    )


def home_may_read(actor: Actor) -> Exists:
    """Whether the actor may read the name of the household that a row names."""
    homes = Household.objects.restrict(actor, "name")
    return Exists(homes.filter(pk=OuterRef("household_id")))


def households_at(actor: Actor, station: Any) -> QuerySet[Household]:
    """Household files of a place, or of all the actor's places for None, by name."""
    rows = Household.objects.restrict(actor, "edit").filter(withdrawn_at=None)
    here = rows if station is None else rows.filter(at_place(station))
    return here.order_by("name", "id")


def household_choices(actor: Actor, station: Any) -> list[tuple[str, str]]:
    """The place's households for a choice list."""
    rows = households_at(actor, station).values_list("uuid", "name")
    return [(str(uuid), name) for uuid, name in rows]


def find_household(actor: Actor, station: Any, uuid: UUID | str) -> Household:
    """The household chosen. Raises Invalid when it is none of ``households_at``."""
    found = households_at(actor, station).filter(uuid=uuid).first()
    if found is None:
        refuse("household", _("No such household."), str(uuid))
    return found


def village_choices(station: Any) -> list[tuple[str, str]]:
    """The villages that a place serves, or lies in, by code."""
    codes = served_divisions(station) or [station.division_code]
    here = Q()
    for code in codes:
        here |= Q(code__startswith=code)
    rows = in_force().filter(here, level="VILLAGE").order_by("code")
    return list(rows.values_list("code", "name"))


def check_village(station: Any, code: str) -> None:
    """Raises Invalid for a village that the place does not serve."""
    known = [village for village, _name in village_choices(station)]
    if code not in known:
        refuse("division_code", _("Not a village of this place."), code, known)


def _check_choice(name: str, given: str, allowed: Iterable[str]) -> None:
    if given and given not in (choices := list(allowed)):
        message = _("Not one of the choices.")
        raise Invalid(message, errors=[FieldError(name, "unknown", message, given, choices)])


def _found(rows: Any, actor: Actor, missing: str) -> Any:
    found = rows.restrict(actor, "view").first()
    if found is None:
        raise NotFound(missing)
    _require(rows, actor, "edit")
    return found


def _require(rows: Any, actor: Actor, action: str) -> None:
    if action != "view" and not rows.restrict(actor, action).exists():
        raise Forbidden(_("Your role may not do this with this record."))
