"""Pages of a list: {"results", "next", "count"}, page_size at most 200."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.base.errors import LONGEST_ECHO
from api.base.rendering import answer_json
from kernel.errors import FieldError, Invalid

DEFAULT_SIZE = 50
LARGEST_SIZE = 200
MOST_DIGITS = 9  # zeros before a number are no reason to read thousands of them
PAGING = ("page", "page_size")


def answer_page(
    request: Request, rows: QuerySet, shape: Callable[[Any], dict] | None = None
) -> HttpResponse:
    """One page of a queryset: two queries, whatever its length."""
    return _answer(request, rows, rows.count(), shape)


def answer_list(
    request: Request, rows: Sequence[Any], shape: Callable[[Any], dict]
) -> HttpResponse:
    """One page of rows that are all here."""
    return _answer(request, rows, len(rows), shape)


def _answer(
    request: Request,
    rows: QuerySet | Sequence[Any],
    count: int,
    shape: Callable[[Any], dict] | None,
) -> HttpResponse:
    number = read_number(request, "page", 1, 10**6)
    size = read_number(request, "page_size", DEFAULT_SIZE, LARGEST_SIZE)
    first = (number - 1) * size
    page: Iterable[Any] = rows[first : first + size]
    results = [shape(row) for row in page] if shape else list(page)
    following = _address(request, number + 1) if first + size < count else None
    return answer_json({"results": results, "next": following, "count": count})


def check_query(request: Request, *names: str, paged: bool = True) -> None:
    """Refuse a parameter of the address that is none of these, nor of paging where the answer is
    ``paged``: a slip in its name would else answer another list than was asked for. Raises Invalid
    naming it."""
    known = [*names, *(PAGING if paged else ())]
    for name in request.query_params:
        if name not in known:
            message = _("No such parameter is known here.")
            wrong = FieldError(name[:LONGEST_ECHO], "unknown", message, None, known)
            raise Invalid(message, errors=[wrong])


def read_number(request: Request, name: str, default: int, largest: int) -> int:
    """A whole number from 1 of the query string; raises Invalid naming it."""
    given = request.query_params.get(name)
    if given is None:
        return default
    is_number = given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS
    if not is_number or not 1 <= int(given) <= largest:
        message = _("A whole number from 1 to %(largest)s is expected.") % {"largest": largest}
        raise Invalid(message, errors=[FieldError(name, "invalid", message, given, f"1-{largest}")])
    return int(given)


def _address(request: Request, number: int) -> str:
    query = request.query_params.dict() | {"page": str(number)}
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
