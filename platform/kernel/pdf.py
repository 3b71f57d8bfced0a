"""A PDF from a Typst template and data; a template shows data, it is never put together from it."""

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from kernel.errors import Conflict

# As Typst says it of a sign that no font of the machine has; an archive copy may not hold a box.
NOT_DRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
CODE_POINT = re.compile(r"\\u\{([0-9a-f]+)\}")  # how it writes one that cannot be printed


def render_pdf(template: Path, data: dict[str, Any], made_at: datetime) -> bytes:
    """The template's pages with ``data`` (read there by ``json(bytes(sys.inputs.data))``).

    The same data at the same moment give the same bytes: an archive copy can be compared.
    Text of users reaches the page as text, whatever marks of Typst it holds. Raises Conflict
    where it has a sign that no font has.
    """
    given, moment = {"data": json.dumps(data, ensure_ascii=False)}, int(made_at.timestamp())
    try:
        made = _compiler(template).compile(
            format="pdf", sys_inputs=given, timestamp=moment, pdf_standards="a-2b"
        )
    except typst.TypstError as error:
        refuse_missing_sign(error)
        raise
    assert isinstance(made, bytes)
    return made


def refuse_missing_sign(error: typst.TypstError) -> None:
    """Raises Conflict where a sign of the data cannot be drawn: a rare letter of a name, a script
    without its font. Anything else is a fault of the template."""
    found = NOT_DRAWN.search(error.message)
    if not found:
        return
    message = _(
        "The file cannot be made: no font of the server has the sign “%(sign)s”. Print the page, "
        "or ask whoever runs the server for a font with this sign."
    )
    sign = CODE_POINT.sub(lambda code: f"U+{code[1].upper()}", found[1])
    raise Conflict(message % {"sign": sign}, code="no_font") from error


@cache
def _compiler(template: Path) -> typst.Compiler:
    """Kept, because finding the fonts takes longer than setting a page."""
    return typst.Compiler(str(template), root=str(template.parent))
