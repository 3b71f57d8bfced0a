"""JSON whose numbers keep their text: a figure handed in never meets a float (scoring.md)."""

import json
from decimal import Decimal
from typing import Any

import orjson
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

# The digits of a whole number that every JSON reader keeps; a longer one is no count.
MOST_DIGITS = 18


class ExactJSONParser(JSONParser):
    """A JSON object; decimals become Decimal, as do whole numbers beyond any count."""

    def parse(self, stream: Any, media_type: Any = None, context: Any = None) -> dict[str, Any]:
        text = stream.read()
        if not text.strip():
            return {}
        try:
            orjson.loads(text)  # refuses NaN, broken text and lone surrogates
            data = json.loads(text, parse_float=Decimal, parse_int=_whole)
        except (ValueError, RecursionError) as error:
            raise ParseError(f"The body is no JSON: {error}") from error
        if not isinstance(data, dict):
            raise ParseError("The body must be a JSON object.")
        return data


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) <= MOST_DIGITS else Decimal(text)
