"""What a proposed change of divisions must look like, before it is worked out."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.errors import FieldError, Invalid
from tenants.models import ChangeKind, Division, DivisionChange
from tenants.queries.division import DIGITS

# Kinds whose lines belong to each other one by one.
PAIRED = (ChangeKind.RENAME, ChangeKind.TYPE_CHANGE, ChangeKind.TRANSFER)
# How many predecessors and successors a kind takes: (least, most), None for any number.
COUNTS: dict[str, tuple[tuple[int, int | None], tuple[int, int | None]]] = {
    ChangeKind.RENAME: ((1, None), (1, None)),
    ChangeKind.TYPE_CHANGE: ((1, None), (1, None)),
    ChangeKind.TRANSFER: ((1, None), (1, None)),
    ChangeKind.MERGE: ((1, None), (1, 1)),
    ChangeKind.SPLIT: ((1, 1), (2, None)),
    ChangeKind.NEW_COUNTY: ((1, None), (1, 1)),
    ChangeKind.BEGIN: ((0, 0), (1, None)),
    ChangeKind.END: ((1, None), (0, 0)),
}


def check_shape(change: DivisionChange) -> list[FieldError]:
    """What is wrong with the change itself, before the list is read."""
    if change.kind not in ChangeKind.values:
        message = _("Not one of the choices.")
        return [FieldError("kind", "unknown", message, change.kind, ChangeKind.values)]
    errors: list[FieldError] = []
    old, new = change.predecessors, [code for code, _name in change.successors]
    for name, codes, (least, most) in zip(
        ("predecessors", "successors"), (old, new), COUNTS[change.kind], strict=True
    ):
        errors += check_codes(name, codes)
        if len(codes) < least or (most is not None and len(codes) > most):
            allowed = f"{least}" if least == most else f"{least} - {most or '...'}"
            message = _("This kind takes %(allowed)s codes here, not %(given)s.")
            message %= {"allowed": allowed, "given": len(codes)}
            errors.append(FieldError(name, "count", message, len(codes), allowed))
    if change.kind in PAIRED and len(old) != len(new):
        message = _("Each predecessor needs one successor on the same line of the other list.")
        errors.append(FieldError("successors", "count", message, len(new), len(old)))
    return [*errors, *check_pairs(change, old, new)]


def check_codes(name: str, codes: list[str]) -> Iterable[FieldError]:
    """Each code has digits of a level and stands there once."""
    for code in codes:
        if not (code.isascii() and code.isdigit() and len(code) in DIGITS):
            message = _("A code has 2, 4, 6, 9 or 12 digits.")
            yield FieldError(name, "bad_code", f"{message} ({code})", code, DIGITS)
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield FieldError(name, "twice", _("%(code)s stands here twice.") % {"code": code}, code)


def check_pairs(change: DivisionChange, old: list[str], new: list[str]) -> Iterable[FieldError]:
    """What the kind asks of old and new codes: same code, same level, no circle."""
    if change.kind == ChangeKind.RENAME:
        for before, after in zip(old, new, strict=False):
            if before != after:
                message = _("A renamed division keeps its code.")
                yield FieldError("successors", "other_code", message, after, before)
        return
    if change.kind in PAIRED:
        for before, after in zip(old, new, strict=False):
            if after in old and after != before:
                message = _("%(code)s would end and follow another: a circle.") % {"code": after}
                yield FieldError("successors", "circular", message, after)
    if change.kind == ChangeKind.NEW_COUNTY:
        wrong = [code for code in new if len(code) != 6]
        wrong += [code for code in old if len(code) not in (6, 9)]
        levels = "6, 9"
    elif change.kind == ChangeKind.BEGIN:
        return  # a whole branch may begin at once
    else:
        digits = len((old or new or [""])[0])
        wrong, levels = [code for code in (*old, *new) if len(code) != digits], str(digits)
    for code in wrong:
        message = _("%(code)s is of another level.") % {"code": code}
        name = "successors" if code in new else "predecessors"
        yield FieldError(name, "other_level", message, code, f"{levels} digits")


def check_predecessors(
    codes: Iterable[str], present: Mapping[str, Division], on: date
) -> Iterable[FieldError]:
    """Each predecessor is in force on the day, began before it, and has no end written down."""
    for code in codes:
        row = present.get(code)
        if row is None:
            rows = Division.objects.filter(code=code).order_by("valid_from")
            spans = ", ".join(f"{one.valid_from} - {one.valid_to or '...'}" for one in rows)
            message = _("%(code)s is no division of the list.") % {"code": code}
            if spans:
                message = _("%(code)s is not in force on %(day)s.") % {
                    "code": code,
                    "day": date_format(on),
                }
            yield FieldError("predecessors", "unknown", message, code, spans or None)
        elif row.valid_from >= on:
            message = _("%(code)s began on %(day)s: the change must come later.")
            message %= {"code": code, "day": date_format(row.valid_from)}
            yield FieldError("effective_on", "too_early", message, on, f"> {row.valid_from}")
        elif row.valid_to is not None:
            message = _("%(code)s ends on %(day)s already.") % {
                "code": code,
                "day": date_format(row.valid_to),
            }
            yield FieldError("predecessors", "ended", message, code)


def refuse(errors: Iterable[FieldError]) -> None:
    """Raise Invalid when there is any error, with all of them."""
    if errors := list(errors):
        raise Invalid(errors[0].message, errors=errors)
