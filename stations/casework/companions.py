"""Who came along on a visit: the codes of data/visits.yaml, of which several may apply (Z11)."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import gettext as _

from kernel.errors import FieldError, Invalid
from kernel.listing import list_words
from stations.casework.catalogue import Label
from stations.casework.data_file import read_data

VOLUNTEER = "VOLUNTEER"  # whom ``joint_work`` has always meant


@cache
def companions() -> dict[str, Label]:
    """By code, in the order of the file. Raises ValueError without the code of volunteers."""
    found = {code: Label(row["zh"], row["en"]) for code, row in _rows().items()}
    if VOLUNTEER not in found:
        raise ValueError(f"visits.yaml: companions lack {VOLUNTEER}")
    return found


def companion_choices() -> list[tuple[str, Any]]:
    return [(code, lazystr(label)) for code, label in companions().items()]


def counted_companions() -> list[str]:
    """With one of these a home visit is an accompanied one."""
    return [code for code, row in _rows().items() if row["counts"]]


def read_companions(given: Iterable[str], *, joint_work: bool = False) -> list[str]:
    """Each once, in the order of the file; ``joint_work`` is short for volunteers.

    Raises Invalid for what is no code.
    """
    chosen = {*given, *([VOLUNTEER] if joint_work else [])}
    if unknown := sorted(chosen - companions().keys()):
        message = _("Not one of the choices.")
        errors = [FieldError("joint_with", "invalid", message, unknown, list(companions()))]
        raise Invalid(message, errors=errors)
    return [code for code in companions() if code in chosen]


def say_companions(codes: Iterable[str]) -> str:
    """In words; a code that was taken out of the data by itself."""
    return list_words(companions().get(code, code) for code in codes)


def _rows() -> dict[str, Any]:
    return read_data("visits")["companions"]  # type: ignore[no-any-return]
