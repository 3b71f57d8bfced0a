"""Views that do what real ones may do, in shapes that a wrong schema would show in."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.access.middleware import open_to_public
from kernel.access.models import Membership
from kernel.tenancy import county_context

NOBODY = UUID(int=1)
SECRET = "每县一名"  # begins every name these views may show


class Broken(RuntimeError):
    """What a view breaks off with on purpose."""


def names() -> list[str]:
    """The names in the county one stands in, in id order."""
    return list(Membership.objects.order_by("id").values_list("user_name", flat=True))


def move_path(schema: str) -> None:
    """Move search_path behind the backend's back, as an unsafe pooler would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # the backend has set its own path by now
    raw: psycopg.Connection[Any] = connection.connection
    raw.execute(f"SET search_path = {schema}, public")  # type: ignore[arg-type]


def moved(request: HttpRequest) -> None:
    """Stand in the schema that the query string asks for, when it does."""
    if schema := request.GET.get("moved"):
        move_path(schema)


@open_to_public
def rows(request: HttpRequest) -> HttpResponse:
    moved(request)
    return JsonResponse({"names": names()})


@open_to_public
def rows_in_transaction(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        moved(request)
        return JsonResponse({"names": names()})


@open_to_public
def stream(request: HttpRequest) -> StreamingHttpResponse:
    """One name a chunk, from a cursor on the server, asked for while the answer is sent."""

    def lines() -> Iterator[str]:
        moved(request)
        for name in (
            Membership.objects.order_by("id")
            .values_list("user_name", flat=True)
            .iterator(chunk_size=1)
        ):
            yield f"{name}\n"

    return StreamingHttpResponse(lines())


@open_to_public
def lookups(request: HttpRequest) -> StreamingHttpResponse:
    """One query a chunk."""

    def lines() -> Iterator[str]:
        for number in range(3):
            moved(request)
            yield f"{names()[number % 2]}\n"

    return StreamingHttpResponse(lines())


@open_to_public
def broken(request: HttpRequest) -> HttpResponse:
    """Write, then break off: nothing of it stays."""
    with transaction.atomic():
        write(request)
        raise Broken(" ".join(names()))


@open_to_public
def savepoints(request: HttpRequest) -> HttpResponse:
    """A part that fails in the database, a part that is taken back, and what is left."""
    with transaction.atomic():
        first = names()
        try:
            with transaction.atomic():
                double = Membership.objects.order_by("id").first()
                assert double
                Membership.objects.create(uuid=double.uuid, user_uuid=NOBODY)
        except IntegrityError:
            pass
        mark = transaction.savepoint()
        write(request)
        transaction.savepoint_rollback(mark)
        return JsonResponse({"names": [*first, *names()]})


@open_to_public
def written(request: HttpRequest) -> HttpResponse:
    """A row that stays."""
    with transaction.atomic():
        write(request)
    return JsonResponse({"names": names()})


@open_to_public
def visit(request: HttpRequest) -> HttpResponse:
    """Look into another county from within a transaction, as the roll-up does, and break off
    there or come back."""
    other, breaks = request.GET["other"], "breaks" in request.GET
    try:
        with transaction.atomic(), county_context(other):
            there = names()
            if breaks:
                raise Broken
    except Broken:
        pass
    return JsonResponse({"names": names(), "there": there})


def write(request: HttpRequest) -> None:
    add_name(request.county.code)  # type: ignore[attr-defined]


def add_name(code: str) -> None:
    """A membership of nobody whose name says which county it belongs to."""
    Membership.objects.create(user_uuid=NOBODY, user_name=f"{SECRET} {code}", role="AUDITOR")


class ApiRows(APIView):
    """The same through REST framework, which answers errors itself."""

    authentication_classes = ()
    permission_classes = ()

    def get(self, request: Request) -> Response:
        moved(request)
        return Response({"names": names()})


api_rows = open_to_public(ApiRows.as_view())


def closed(request: HttpRequest) -> HttpResponse:
    """Not open to the public: the middleware looks for a session and a membership first."""
    return JsonResponse({"names": names()})
