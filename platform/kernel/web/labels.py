"""The labels of the product and their translations: which are used, which are missing.

All apps' catalogues become one when Django reads them, so a label translated in two ways by
two apps would show now this, now that: such a conflict is reported like a missing one.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOTS = ("platform", "tenants", "stations", "evaluation", "api")
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL_CALLS = {"ngettext", "ngettext_lazy"}
# What templatize() makes of {% translate %}, {% blocktranslate %} and _("...").
IN_TEMPLATE = re.compile(
    r"\b(?:n?gettext|_)\(\s*(?P<literal>u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")"
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def find_catalogues(root: Path) -> list[Path]:
    """Every django.po of the product, in path order."""
    return [po for top in ROOTS for po in sorted((root / top).glob("**/LC_MESSAGES/django.po"))]


def compile_catalogue(po: Path) -> bytes:
    """What the .mo beside a .po must hold."""
    return polib.pofile(str(po)).to_binary()


def find_stale(catalogues: list[Path]) -> Iterator[str]:
    """Each .mo that is missing or older than its .po."""
    for po in catalogues:
        mo = po.with_suffix(".mo")
        if not mo.is_file() or mo.read_bytes() != compile_catalogue(po):
            yield f"{mo}: not compiled from its .po; run compile_labels"


def find_gaps(root: Path, catalogues: list[Path]) -> Iterator[str]:
    """Each label without a translation, translated in two ways, or with other placeholders."""
    known: dict[tuple[str, str], tuple[str, Path]] = {}
    for po in catalogues:
        for entry in polib.pofile(str(po)).translated_entries():
            text = entry.msgstr or entry.msgstr_plural[0]
            first, place = known.setdefault((entry.msgctxt or "", entry.msgid), (text, po))
            if first != text:
                yield f"{po}: {entry.msgid!r} is translated otherwise in {place}"
            if placeholders(text) - placeholders(entry.msgid):
                yield f"{po}: {entry.msgid!r} has other placeholders in its translation"
    for label, source in sorted(used_labels(root).items()):
        if ("", label) not in known:
            yield f"{source}: {label!r} is not translated"


def placeholders(text: str) -> set[str]:
    return {named or braced for named, braced in PLACEHOLDER.findall(text)}


def used_labels(root: Path) -> dict[str, Path]:
    """Label -> a file that uses it, from all Python and template files."""
    found: dict[str, Path] = {}
    for top in ROOTS:
        for source in sorted((root / top).rglob("*")):
            read = {".py": labels_in_python, ".html": labels_in_template}.get(source.suffix)
            for label in read(source) if read and "node_modules" not in source.parts else ():
                found.setdefault(label, source)
    return found


def labels_in_python(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in CALLS | PLURAL_CALLS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def labels_in_template(source: Path) -> Iterator[str]:
    text = templatize(source.read_text(encoding="utf-8"), origin=str(source))
    for found in IN_TEMPLATE.finditer(text):
        yield ast.literal_eval(found["literal"])
