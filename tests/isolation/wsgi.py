"""Requests through the real WSGI handler, which takes a connection from the pool and gives it
back at the end, where the test client keeps one for good."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory


@dataclass
class Answer:
    """What came back; ``chunks`` are asked for by the reader, ``close`` ends the request."""

    status: int
    headers: dict[str, str]
    response: Any

    @property
    def chunks(self) -> Iterator[bytes]:
        return iter(self.response)

    def read(self) -> str:
        """The whole body; the request is over afterwards."""
        try:
            return b"".join(self.response).decode()
        finally:
            self.response.close()


class Site:
    """One application for all threads, as in a web process."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()

    def get(self, host: str, path: str, **headers: str) -> Answer:
        environ = RequestFactory(headers={"host": host, **headers}).get(path).environ
        seen: list[Any] = []
        response = self.handler(environ, lambda status, pairs, *rest: seen.extend((status, pairs)))
        status, pairs = seen
        return Answer(int(status.split()[0]), dict(pairs), response)
