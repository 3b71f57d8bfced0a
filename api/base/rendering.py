"""JSON in and out by orjson; times at +08:00; strict about what is not JSON."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.functional import Promise
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import BaseRenderer

from kernel.workdays.clock import ZONE


class OrjsonRenderer(BaseRenderer):
    """application/json; an error is application/problem+json (RFC 9457)."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, media_type: Any = None, context: Any = None) -> bytes:
        return b"" if data is None else dump(data)


class StrictJSONParser(JSONParser):
    """JSON whose body is an object; NaN and broken text are refused in words."""

    def parse(self, stream: Any, media_type: Any = None, context: Any = None) -> Any:
        text = stream.read()
        if not text.strip():
            return {}
        try:
            data = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is no JSON: {error}") from error
        if not isinstance(data, dict):
            raise ParseError("The body must be a JSON object.")
        return data


def dump(data: Any) -> bytes:
    return orjson.dumps(data, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME)


def answer_json(data: Any, status: int = 200) -> HttpResponse:
    """A list answered without a serializer: rows of plain values."""
    return HttpResponse(dump(data), status=status, content_type="application/json")


def unstored(answer: HttpResponse) -> HttpResponse:
    """Personal data stays out of every cache."""
    answer["Cache-Control"] = "no-store"
    return answer


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(ZONE).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Fraction):
        raise TypeError("A score is shown by the scoring module, never rendered raw.")
    return str(value)
