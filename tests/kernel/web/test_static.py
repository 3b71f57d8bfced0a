"""Static files and templates of the product: collectable, unchanged, allowed by the policy."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.loader import get_template

from config.settings import web

VENDOR = settings.ROOT / "platform/kernel/web/static/vendor"
FORBIDDEN = re.compile(r"\sstyle=|\son[a-z]+=|\shx-on|hx-vals=\"js:|<script(?![^>]*\ssrc=)[^>]*>")


def templates() -> list[Path]:
    return [
        path
        for top in ("platform", "tenants", "stations", "evaluation", "api")
        for path in sorted((settings.ROOT / top).glob("**/templates/**/*.html"))
    ]


def test_vendored_files_are_what_was_vendored() -> None:
    lines = (VENDOR / "SHA256SUMS").read_text().splitlines()
    listed = {target: digest for digest, target in (line.split("  ") for line in lines)}
    present = {
        target: hashlib.sha256((settings.ROOT / target).read_bytes()).hexdigest()
        for target in listed
    }
    assert present == listed
    served = {Path(target).name for target in listed if not target.startswith("tests/")}
    assert {path.name for path in VENDOR.iterdir()} == {*served, "SHA256SUMS"}


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_no_template_needs_what_the_policy_refuses(path: Path) -> None:
    assert FORBIDDEN.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_every_template_compiles(path: Path) -> None:
    if "forms" not in path.parts:  # those belong to the form renderer's own engine
        get_template(path.as_posix().partition("/templates/")[2])


def test_static_files_collect_with_hashed_names(tmp_path: Path, settings: object) -> None:
    settings.STORAGES = web.STORAGES  # type: ignore[attr-defined]
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    call_command("collectstatic", interactive=False, verbosity=0)
    hashed = [path.name for path in (tmp_path / "web").glob("app.*.js")]
    assert len(hashed) == 1
    assert (tmp_path / "web" / f"{hashed[0]}.br").exists()
