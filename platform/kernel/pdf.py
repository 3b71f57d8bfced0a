"""A PDF from a Typst template and data; a template shows data, it is never put together from it."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst


def render_pdf(template: Path, data: dict[str, Any], made_at: datetime) -> bytes:
    """The template's pages with ``data`` (read there by ``json(bytes(sys.inputs.data))``).

    The same data at the same moment give the same bytes: an archive copy can be compared.
    Text of users reaches the page as text, whatever marks of Typst it holds.
    """
    given = {"data": json.dumps(data, ensure_ascii=False)}
    made = _compiler(template).compile(
        format="pdf", sys_inputs=given, timestamp=int(made_at.timestamp()), pdf_standards="a-2b"
    )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(template: Path) -> typst.Compiler:
    """Kept, because finding the fonts takes longer than setting a page."""
    return typst.Compiler(str(template), root=str(template.parent))
