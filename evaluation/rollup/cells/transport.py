"""Calls of the installation above, signed with this installation's key."""

import json
import time
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from evaluation.rollup.cells.letter import SIGNATURE_HEADER, TIME_HEADER, signed_text
from kernel.crypto.signing import sign
from kernel.seals.domain import installation_pair

SECONDS = 60  # for the installation above to answer one call
LONGEST_ANSWER = 50 * 1024**2
LONGEST_QUOTE = 500


class PushFailed(RuntimeError):
    """The installation above was not reached or refused; the text says which."""


class _NoRedirect(HTTPRedirectHandler):
    """A signed call goes where the setting says, and nowhere else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@dataclass(frozen=True)
class Upper:
    """The installation above, as one province's cell calls it."""

    url: str
    cell: str

    def position(self) -> int:
        """The number of the last change it has stored."""
        return int(self._call("GET", "position")["position"])

    def digests(self) -> dict[tuple[str, str], str]:
        """The digest of every unit it holds of this cell."""
        found = self._call("GET", "digests")["digests"]
        return {(county, part): digest for county, part, digest in found}

    def send(self, body: bytes) -> int:
        """Store a batch there; the number up to which everything is stored then."""
        return int(self._call("POST", "batches", body)["position"])

    def _call(self, method: str, name: str, body: bytes = b"") -> dict[str, Any]:
        path = f"/api/v1/cells/{self.cell}/{name}"
        moment = str(int(time.time()))
        _public, wrapped = installation_pair()
        headers = {
            "Content-Type": "application/json",
            TIME_HEADER: moment,
            SIGNATURE_HEADER: sign(signed_text(method, path, moment, body), wrapped),
        }
        data = body if method == "POST" else None
        request = Request(self.url + path, data=data, headers=headers, method=method)
        try:
            with build_opener(_NoRedirect).open(request, timeout=SECONDS) as answer:
                found: dict[str, Any] = json.loads(answer.read(LONGEST_ANSWER))
                return found
        except HTTPError as error:
            _refused(error)
        except (URLError, HTTPException, OSError, ValueError) as error:
            raise PushFailed(f"{self.url} was not reached: {error}") from error


def _refused(error: HTTPError) -> NoReturn:
    text = error.read(LONGEST_QUOTE).decode(errors="replace")
    try:
        told = json.loads(text)
        text = f"{told['code']}: {told['detail']}"
    except (ValueError, KeyError, TypeError):
        pass  # an answer of something between, quoted as it is
    raise PushFailed(f"refused with {error.code}: {text}") from error


def upper() -> Upper | None:
    """The installation above that the settings name, if any."""
    return Upper(settings.UPSTREAM_URL, settings.CELL_CODE) if settings.UPSTREAM_URL else None
