"""Files: judged by content, stored once, refused in words."""

import os
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from config.settings.broker import SCHEDULE
from kernel.errors import Invalid
from kernel.files.domain import open_file, store_file, sweep_files
from kernel.files.domain.stored_file import folder_of_county, path_of
from kernel.files.tasks import sweep_all, sweep_county
from kernel.tenancy import county_codes, county_context
from tests.conftest import OTHER_CODE

PDF = b"%PDF-1.7\n" + b"x" * 100


def test_file_is_kept_under_its_digest(system):
    stored = store_file(actor=system, upload=SimpleUploadedFile("证书.pdf", PDF))

    assert (stored.name, stored.size, stored.media_type) == (
        "证书.pdf",
        len(PDF),
        "application/pdf",
    )
    with open_file(stored) as content:
        assert content.read() == PDF


def test_content_of_one_county_is_not_found_from_another(system):
    stored = store_file(actor=system, upload=SimpleUploadedFile("a.pdf", PDF + b"own"))

    with county_context(OTHER_CODE):
        assert not path_of(stored.digest).exists()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("leer.pdf", b"", "empty"),
        ("bild.pdf", b"MZ\x90\x00" + b"\0" * 60, "type"),
        ("skript.pdf", b"\x7fELF" + b"\1" * 60, "type"),
    ],
)
def test_unsuitable_file_is_refused_by_its_content(system, name, content, code):
    with pytest.raises(Invalid) as refused:
        store_file(actor=system, upload=SimpleUploadedFile(name, content))

    assert [(error.field, error.code) for error in refused.value.errors] == [("file", code)]


def test_too_large_file_is_refused(system, settings):
    settings.FILE_MAX_BYTES = 50

    with pytest.raises(Invalid) as refused:
        store_file(actor=system, upload=SimpleUploadedFile("a.pdf", PDF))

    assert refused.value.errors[0].code == "too_large"


def test_name_is_never_a_path(system):
    stored = store_file(actor=system, upload=SimpleUploadedFile("../../etc/a.pdf", PDF))

    assert stored.name == "a.pdf"


@pytest.fixture
def empty_disk(settings, tmp_path):
    """Without what other tests have left."""
    settings.FILES_ROOT = tmp_path


def age(path, hours):
    """As if the content lay there so long."""
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


def test_content_of_a_failed_upload_is_destroyed_after_a_day(empty_disk, system, settings):
    kept = store_file(actor=system, upload=SimpleUploadedFile("a.pdf", PDF + b"kept"))
    with pytest.raises(RuntimeError), transaction.atomic():
        lost = store_file(actor=system, upload=SimpleUploadedFile("b.pdf", PDF + b"lost"))
        raise RuntimeError
    young = path_of("ab" + "0" * 62)
    part = folder_of_county() / "tmpbroken"
    for path in (young, part):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PDF)
    for path in (path_of(kept.digest), path_of(lost.digest), part):
        age(path, settings.FILE_ORPHAN_HOURS + 1)
    age(young, settings.FILE_ORPHAN_HOURS - 1)
    (folder_of_county() / "tmpgone").symlink_to("nowhere")  # as a part that is moved meanwhile

    assert sweep_files() == 2
    left = [path.exists() for path in (path_of(kept.digest), young, path_of(lost.digest), part)]
    assert left == [True, True, False, False]
    assert sweep_files() == 0


def test_the_sweep_stays_in_its_county(empty_disk, system, settings):
    with county_context(OTHER_CODE):
        foreign = path_of("cd" + "0" * 62)
    foreign.parent.mkdir(parents=True, exist_ok=True)
    foreign.write_bytes(PDF)
    age(foreign, settings.FILE_ORPHAN_HOURS + 1)

    assert sweep_files() == 0
    assert foreign.exists()


def test_a_county_without_files_is_swept_too(empty_disk, system):
    with county_context(OTHER_CODE):
        assert sweep_files() == 0


def test_every_active_county_is_swept_daily_by_a_task_of_its_own(monkeypatch, db):
    sent = []
    monkeypatch.setattr(sweep_county, "delay", lambda **given: sent.append(given))
    assert SCHEDULE["files"]["task"] == sweep_all.name
    assert sweep_all() == len(sent) == len(county_codes())
    assert {"county": OTHER_CODE} in sent
