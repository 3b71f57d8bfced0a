"""Host -> county: sets the schema and the URL root before anything else looks."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse

from kernel.access.request import ActorRequest
from kernel.tenancy.backend.guard import WrongSearchPath
from kernel.tenancy.connection import connection
from kernel.tenancy.hosts import find_site
from kernel.tenancy.problem import answer_problem


class HostMiddleware:
    """Stands the request in the county of its host; an unknown host is 404.

    A connection found in another schema answers 503 (the guard has closed it).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponse:
        connection.set_schema_to_public()
        try:
            return self._answer(request)
        finally:
            connection.set_schema_to_public()

    def _answer(self, request: ActorRequest) -> HttpResponse:
        host = request.get_host().rpartition(":")[0] or request.get_host()
        site = find_site(host)
        if site is None:
            return answer_problem(request, 404, "unknown_host")
        request.site = site
        request.county = site.county
        request.urlconf = settings.URLCONFS[site.kind]
        if site.county is not None and site.county.state != "ACTIVE":
            code = f"county_{site.county.state.lower()}"
            return answer_problem(request, 403, code, why=site.county.why_closed())
        stand_in(site.county)
        answer: Any = self.get_response(request)
        # A file is open already and asks the database nothing; it keeps its fast way out.
        if answer.streaming and not isinstance(answer, FileResponse):
            answer.streaming_content = in_county(site.county, answer.streaming_content)
        return answer  # type: ignore[no-any-return]

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, WrongSearchPath):
            return answer_problem(request, 503, "wrong_schema")
        return None


def in_county(county: Any, chunks: Iterable[Any]) -> Iterator[Any]:
    """Chunks of a streaming answer, each made in its own county: they are asked for after the
    middleware has left it, and other work may be done on the connection between two of them."""
    source = iter(chunks)
    while True:
        previous = connection.tenant
        stand_in(county)
        try:
            chunk = next(source)
        except StopIteration:
            return
        finally:
            connection.set_tenant(previous)
        yield chunk


def stand_in(county: Any) -> None:
    """Stand in a county that was found already, or in public for None."""
    if county is None:
        connection.set_schema_to_public()
    else:
        connection.set_tenant(county)
