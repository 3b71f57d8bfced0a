"""What of a county lies in public and goes with it: people, seals, events, divisions."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from kernel.access.models import Membership
from kernel.accounts.models import User
from kernel.hooks import Arrival, PublicPart
from kernel.seals.models import Seal
from kernel.tenancy import county_context
from tenants.models import CountyEvent, Division

USER = ("uuid", "username", "display_name", "password", "is_active", "phone", "otp_secret",
        "home_county", "has_first_password", "created_at")  # fmt: skip
SEAL = ("day", "seq", "digest", "sealed_at")
EVENT = ("uuid", "county_code", "county_name", "at", "by_uuid", "by_name", "from_state",
         "to_state", "reason")  # fmt: skip
DIVISION = ("uuid", "code", "level", "name", "parent_code", "valid_from", "valid_to",
            "reform_affected", "densely_populated", "successors")  # fmt: skip
MARKS = ("reform_affected", "densely_populated")


def parts_of(county: Any) -> list[PublicPart]:
    """Registered at kernel.hooks.export_parts."""
    return [
        PublicPart("users", read_users, write_users),
        PublicPart("seals", read_seals, write_seals),
        PublicPart("events", read_events, write_events),
        PublicPart("divisions", read_divisions, write_divisions),
    ]


def read_users(county: Any) -> Iterable[dict[str, Any]]:
    """Everybody who holds or held a membership; phone and second factor in the clear, because
    the installation's key stays behind (they are read only inside the archive's cipher)."""
    with county_context(county.code):
        known = set(Membership.objects.values_list("user_uuid", flat=True))
    with county_context(None):
        return list(User.objects.filter(uuid__in=known).order_by("uuid").values(*USER))


def write_users(arrival: Arrival, rows: list[dict[str, Any]]) -> None:
    """Add those whose UUID is not here. One who is here is left alone: an identity belongs to
    the installation. A log-in name that somebody else has gets the county's code behind it."""
    known = User.objects.filter(uuid__in=[row["uuid"] for row in rows])
    here = set(known.values_list("uuid", flat=True))
    new = [row for row in cleaned(User, rows) if row["uuid"] not in here]
    same_name = User.objects.filter(username__in=[row["username"] for row in new])
    taken = set(same_name.values_list("username", flat=True))
    for row in new:
        if row["username"] in taken:
            row["username"] = f"{row['username'][:50]}-{arrival.county.code}"
    User.objects.bulk_create(User(**row) for row in new)


def read_seals(county: Any) -> Iterable[dict[str, Any]]:
    return Seal.objects.filter(county_code=county.code).order_by("day").values(*SEAL)


def write_seals(arrival: Arrival, rows: list[dict[str, Any]]) -> None:
    """The seals of the chain that was restored, instead of those of the chain it replaces."""
    code = arrival.county.code
    Seal.objects.filter(county_code=code).delete()
    Seal.objects.bulk_create(Seal(county_code=code, **row) for row in cleaned(Seal, rows))


def read_events(county: Any) -> Iterable[dict[str, Any]]:
    return CountyEvent.objects.filter(county_code=county.code).order_by("id").values(*EVENT)


def write_events(arrival: Arrival, rows: list[dict[str, Any]]) -> None:
    """What happened to the county elsewhere; here it is known already, a copy has no past."""
    if not arrival.in_place and not arrival.is_rehearsal:
        CountyEvent.objects.bulk_create(
            (CountyEvent(**row) for row in cleaned(CountyEvent, rows)), ignore_conflicts=True
        )


def read_divisions(county: Any) -> Iterable[dict[str, Any]]:
    """The county with all below it, and what lies above it."""
    code = county.code
    wanted = Q(code__startswith=code) | Q(code__in=[code[:2], code[:4]])
    return Division.objects.filter(wanted).order_by("code", "valid_from").values(*DIVISION)


def write_divisions(arrival: Arrival, rows: list[dict[str, Any]]) -> None:
    """From elsewhere: the county's divisions as they were there, those above it if missing.

    In place only the county's own two marks go back: the register of divisions belongs to the
    installation, and its dated changes are no county's to undo. A copy changes nothing.
    """
    if arrival.is_rehearsal:
        return
    given = cleaned(Division, rows)
    if arrival.in_place:
        restore_marks(given)
        return
    code = arrival.county.code
    Division.objects.filter(code__startswith=code).delete()
    higher = Division.objects.filter(code__in=[code[:2], code[:4]])
    above = set(higher.values_list("code", flat=True))
    Division.objects.bulk_create(
        Division(**row) for row in given if row["code"].startswith(code) or row["code"] not in above
    )


def restore_marks(given: list[dict[str, Any]]) -> None:
    marked = {(row["code"], row["valid_from"]): row for row in given}
    changed = []
    for division in Division.objects.filter(code__in={code for code, _from in marked}):
        row = marked.get((division.code, division.valid_from))
        if row and any(getattr(division, mark) != row[mark] for mark in MARKS):
            division.reform_affected, division.densely_populated = (row[mark] for mark in MARKS)
            changed.append(division)
    Division.objects.bulk_update(changed, MARKS)


def cleaned(model: type[models.Model], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows out of JSON with the values that the model's fields have."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    return [{name: fields[name].to_python(value) for name, value in row.items()} for row in rows]
