"""The same page with the tenancy layer and without it.

Without: plain Django, that is its own PostgreSQL backend, a search_path fixed by the connection,
no look at the host, no guard. Session, token, membership, view and data are the same.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.test import RequestFactory, override_settings

from kernel.access.models import Membership, Role
from kernel.accounts.domain.token import issue_token
from kernel.accounts.domain.user import create_user
from kernel.tenancy import county_context
from kernel.tenancy.hosts import find_site
from stations.network.models import Station
from tenants.domain.county import add_county
from tenants.models import Division, DivisionLevel
from tests.bench.comparison import Comparison, Way

CODE = "510402"
HOST = f"{CODE}.localhost"
PATH = "/api/v1/stations?page_size=100"
STATIONS, REQUESTS = 100, 200
FEW = 20  # requests of a small run
LAYER = "kernel.tenancy.middleware.HostMiddleware"
PLAIN = "plain"


class PlainHost:
    """What settings would say in a project of one county."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response
        self.site = find_site(HOST)

    def __call__(self, request: Any) -> Any:
        request.site, request.county = self.site, self.site.county  # type: ignore[union-attr]
        request.urlconf = settings.URLCONFS["county"]
        return self.get_response(request)


class Choice:
    """A router: every query of the plain way goes to Django's own backend."""

    alias: str | None = None

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return self.alias

    db_for_write = db_for_read


def measure(small: bool) -> Iterable[Comparison]:
    token = build()
    add_plain()
    times = FEW if small else REQUESTS
    with override_settings(DATABASE_ROUTERS=["tests.bench.tenancy.Choice"]):
        ours = WSGIHandler()
        plain_path = [
            "tests.bench.tenancy.PlainHost" if each == LAYER else each
            for each in settings.MIDDLEWARE
        ]
        with override_settings(MIDDLEWARE=plain_path):
            plain = WSGIHandler()

        def stand(alias: str | None) -> None:
            Choice.alias = alias
            connection.set_tenant(find_site(HOST).county)  # type: ignore[union-attr]

        yield Comparison(
            name="tenancy",
            baseline=Way(
                f"{times} lists of {STATIONS} stations, plain Django",
                lambda: ask(plain, token, times),
                lambda: stand(PLAIN),
            ),
            ours=Way(
                "through the tenancy layer", lambda: ask(ours, token, times), lambda: stand(None)
            ),
            goal="<= 1.1",
            close=connections.close_all,
        )


def ask(handler: WSGIHandler, token: str, times: int) -> Any:
    """The last of so many answers, each of a request of its own."""
    headers = {"host": HOST, "authorization": f"Bearer {token}"}
    for _ in range(times):
        environ = RequestFactory(headers=headers).get(PATH).environ
        answer = handler(environ, lambda status, pairs, *rest: None)
        body = b"".join(answer)
        answer.close()
    found = json.loads(body)
    assert len(found["results"]) == STATIONS, found
    return found


def add_plain() -> None:
    """A second way to the same database, by Django's own backend and with the same pool."""
    given = connection.settings_dict
    path = f"-c search_path=c{CODE},public"
    plain = {**given, "ENGINE": "django.db.backends.postgresql"}
    plain["OPTIONS"] = {**given["OPTIONS"], "options": path}
    connections.settings[PLAIN] = plain
    assert connections[PLAIN].vendor == "postgresql"


def build() -> str:
    """The county with its stations, and the token of its bureau."""
    Division.objects.create(
        code=CODE, level=DivisionLevel.COUNTY, name="东区", valid_from=date(2020, 1, 1)
    )
    add_county(code=CODE)
    user = create_user(username="bench", display_name="测试", password="Messung-2026-sicher")
    with county_context(CODE):
        Membership.objects.create(user_uuid=user.uuid, user_name="测试", role=Role.BUREAU)
        Station.objects.bulk_create(
            Station(
                code=f"{CODE}-S{number:03}",
                level="STATION",
                name=f"第{number}社会工作服务站",
                name_initials="",
                path=f"{CODE}-S{number:03}",
                division_code=f"{CODE}{number:03}",
                state="RUNNING",
            )
            for number in range(1, STATIONS)  # the hub is there already
        )
    connection.set_schema_to_public()
    return issue_token(user=user, host=HOST)[0]
