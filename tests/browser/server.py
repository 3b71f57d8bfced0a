"""A web server inside the test: real HTTP for the browser, the test's own transaction below.

One request at a time works on the test's connection, so what the test has prepared is seen
without a commit, and everything is rolled back at its end. The county in which the test
stands is restored after each request; a test that stands in one meanwhile holds requests up.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import Context, copy_context
from datetime import date
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections

from kernel.tenancy import county_context
from kernel.workdays.clock import frozen

# Whoever works on the test's connection: a request, or the test that looks at what it has done.
TURN = threading.RLock()


@contextmanager
def between_requests(county: str) -> Iterator[None]:
    """Stand in a county while no request is answered: both would change where the other stands."""
    with TURN, county_context(county):
        yield


class ThreadingServer(ThreadingMixIn, WSGIServer):
    """Chromium opens connections ahead; each waits in a thread of its own."""

    daemon_threads = True
    request_queue_size = 64


class SilentHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: pytest shows what fails."""


class Site(AbstractContextManager["Site"]):
    """The running server; inside ``with`` it answers from the present test's transaction."""

    def __init__(self) -> None:
        self.connection: Any = None
        self.context: Context | None = None
        self.application = get_wsgi_application()
        self.server = make_server("127.0.0.1", 0, self.answer, ThreadingServer, SilentHandler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, host: str, path: str = "/") -> str:
        """Address of a page; host is a county code, "province" or "ops"."""
        name = {"province": "localhost", "ops": "ops.localhost"}.get(host, f"{host}.localhost")
        return f"http://{name}:{self.port}{path}"

    def __enter__(self) -> "Site":
        self.connection = connections["default"]
        self.connection.inc_thread_sharing()
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)  # it would end the test's transaction
        return self

    def __exit__(self, *args: object) -> None:
        with TURN:
            self.connection.dec_thread_sharing()
            self.connection = None
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)

    @contextmanager
    def on_day(self, day: date) -> Iterator[None]:
        """Hold the clock still for the test and for the requests it causes."""
        before = self.context
        with frozen(day):
            self.context = copy_context()
            try:
                yield
            finally:  # a failed test must not hold the next one's clock
                self.context = before

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        """WSGI entry; the whole answer is read while the connection is ours."""
        with TURN:
            if self.connection is None:
                start_response("503 Between tests", [])
                return [b""]
            connections["default"] = self.connection
            tenant = self.connection.tenant
            try:
                context = self.context or Context()
                return [context.copy().run(self.respond, environ, start_response)]
            finally:
                self.connection.set_tenant(tenant)

    def respond(self, environ: dict[str, Any], start_response: Callable) -> bytes:
        response = self.application(environ, start_response)
        body = b"".join(response)
        response.close()
        return body
