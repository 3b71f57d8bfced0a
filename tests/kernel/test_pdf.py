"""Files made of what users wrote: signs that no font of the machine has."""

from datetime import UTC, datetime

import pytest
import typst

from kernel.errors import Conflict
from kernel.pdf import render_pdf

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
# Assigned to nothing, and never to be: no font of any machine draws it.
NOWHERE = "\U0003fffd"


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "name.typ"
    path.write_text("#let data = json(bytes(sys.inputs.data))\n#data.name\n", encoding="utf-8")
    return path


def test_a_sign_without_a_font_is_told_instead_of_failing(template):
    """A certificate with a box in place of a name's letter would be another name."""
    with pytest.raises(Conflict, match=r"没有“U\+3FFFD”这个字符") as refused:
        render_pdf(template, {"name": f"阿{NOWHERE}"}, MOMENT)

    assert refused.value.code == "no_font"


def test_a_fault_of_the_template_stays_one(template):
    with pytest.raises(typst.TypstError):
        render_pdf(template, {"other": "阿木"}, MOMENT)


def test_what_has_a_font_is_made(template):
    assert render_pdf(template, {"name": "A"}, MOMENT).startswith(b"%PDF")
