"""Translations: compiled, complete, and one for each label."""

from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from kernel.web.labels import find_catalogues, find_gaps, find_stale, used_labels


def write(root: Path, app: str, **texts: str) -> Path:
    """A compiled catalogue of an app with these translations."""
    po = root / app / "locale/zh_Hans/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.extend(polib.POEntry(msgid=k, msgstr=v) for k, v in texts.items())
    catalogue.save(str(po))
    po.with_suffix(".mo").write_bytes(catalogue.to_binary())
    return po


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small product: one Python file, one template, one app's catalogue."""
    (tmp_path / "api").mkdir()
    (tmp_path / "api/a.py").write_text(
        'x = _("One")\ny = ngettext("Two", "Twos", 2)\nz = f("No")\n'
    )
    (tmp_path / "api/b.html").write_text(
        "<c-card title=\"{% translate 'Three' %}\">{% blocktranslate trimmed with n=x %}\n"
        '  {{ n }} left\n{% endblocktranslate %}{% firstof d _("Five") %}<p>No</p>'
    )
    return tmp_path


def gaps(root: Path) -> list[str]:
    return [line.replace(f"{root}/", "") for line in find_gaps(root, find_catalogues(root))]


def test_finds_the_labels_of_code_and_templates(tree: Path) -> None:
    assert sorted(used_labels(tree)) == ["%(n)s left", "Five", "One", "Three", "Two"]


def test_names_what_is_missing(tree: Path) -> None:
    write(tree, "tenants", One="一", Two="二", Three="三", Five="")
    assert gaps(tree) == [
        "api/b.html: '%(n)s left' is not translated",
        "api/b.html: 'Five' is not translated",
    ]


def test_names_conflicts_and_lost_placeholders(tree: Path) -> None:
    full = {"One": "一", "Two": "二", "Three": "三", "Five": "五"}
    write(tree, "api", **full, **{"%(n)s left": "剩 %(m)s"})
    write(tree, "tenants", One="壹")
    path = "locale/zh_Hans/LC_MESSAGES/django.po"
    assert gaps(tree) == [
        f"api/{path}: 'One' is translated otherwise in tenants/{path}",
        f"api/{path}: '%(n)s left' has other placeholders in its translation",
    ]


def test_notices_a_catalogue_that_was_not_compiled(tree: Path) -> None:
    po = write(tree, "api", One="一")
    assert list(find_stale([po])) == []
    po.write_text(po.read_text().replace("一", "壹"))
    assert list(find_stale([po])) == [
        f"{po.with_suffix('.mo')}: not compiled from its .po; run compile_labels"
    ]


def test_the_command_compiles_then_checks(tree: Path, settings: object) -> None:
    settings.ROOT = tree  # type: ignore[attr-defined]
    po = write(tree, "api", One="一", Two="二", Three="三", Five="五", **{"%(n)s left": "剩 %(n)s"})
    po.with_suffix(".mo").unlink()
    with pytest.raises(CommandError, match=r"^1 labels or catalogues are wrong$"):
        call_command("compile_labels", "--check")
    call_command("compile_labels")
    call_command("compile_labels", "--check")


def test_every_label_of_the_product_is_translated() -> None:
    catalogues = find_catalogues(settings.ROOT)
    assert [*find_stale(catalogues), *find_gaps(settings.ROOT, catalogues)] == []
