"""What lies in clear of persons: names, and words that are not about them; the rest is encrypted
with the county's key (architecture.md, decision 13)."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.migrations import RunPython

from kernel.crypto import EncryptedTextField
from kernel.errors import Invalid
from stations.records.domain import mark_withdrawn
from stations.records.models import Record
from tests.fixtures.care import a_plan, an_indicator
from tests.fixtures.records import LONG_AGO, add_worker, file_person, org, set_level, train

WHY = "与邻居王翠花混淆"

# Words of the records about persons that lie in clear, by what they are.
CLEAR = {
    "names stay readable inside the county's schema": {
        "name", "user_name", "by_name", "household_head", "responsible_name", "deceased_name",
        "supervisor_name", "reporter_name", "borrower", "checked_by", "assessed_by",
        "withdrawn_by_name", "proposed_by_name", "first_by_name", "second_by_name",
        "decided_by_name", "closure_requested_by_name",
    },
    "made for the search and for comparing, nothing to read": {
        "id_number_index", "household_index", "name_initials", "mark",
    },
    "a number on a paper or in a register": {
        "number", "national_number", "certificate_number", "receipt_number",
    },
    "a code, a version, the name of a rule or of a duty by law": {
        "division_code", "carried_from", "text_version", "notice_version",
        "guardian_notice_version", "plan_rule", "duty", "decision", "unit",
    },
    "an organisation or a place": {
        "organisation", "provider", "given_by", "school", "handed_over_to", "storage_place",
        "place", "route",
    },
    "the work of those who serve, told in public": {
        "major", "title", "link", "trainer", "field", "content",
    },
    "the register of processing, about kinds of data": {
        "purpose", "data_kinds", "recipients", "entrusted_to", "retention",
    },
}  # fmt: skip


def clear_texts():
    """(model, field) of the records about persons that hold words in clear."""
    for model in apps.get_models():
        if not issubclass(model, Record) or model._meta.app_label not in ("casework", "people"):
            continue
        for field in model._meta.concrete_fields:
            text = isinstance(field, models.CharField | models.TextField)
            if text and not field.choices and not isinstance(field, EncryptedTextField):
                yield model._meta.model_name, field.name


def test_every_other_text_of_a_person_is_encrypted():
    allowed, found = set().union(*CLEAR.values()), list(clear_texts())
    assert [each for each in found if each[1] not in allowed] == []
    assert allowed - {field for _model, field in found} == set()
    assert {model for model, field in found if field == "purpose"} == {"processingactivity"}


def test_no_record_keeps_in_clear_why_it_was_withdrawn():
    fields = [
        model._meta.get_field("withdrawn_reason")
        for model in apps.get_models()
        if issubclass(model, Record)
    ]
    assert len(fields) > 90
    assert all(isinstance(field, EncryptedTextField) for field in fields)


def stored(entry, field):
    """What the column holds."""
    table, column = entry._meta.db_table, entry._meta.get_field(field).column
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE id = %s', [entry.pk])
        return cursor.fetchone()[0]


def store(entry, field, value):
    """Past the field: as a program wrote it before."""
    table, column = entry._meta.db_table, entry._meta.get_field(field).column
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s', [value, entry.pk])


@pytest.fixture
def entries(network):
    """A row and its field, for each text that lay in clear."""
    station = network["S001"]
    person = file_person(station)
    plan = a_plan(person)
    return [
        (add_worker(), "withdrawn_reason"),
        (person, "withdrawn_reason"),
        (set_level(person, 2, LONG_AGO), "reason"),
        (an_indicator(plan), "measure"),
        (train(station, LONG_AGO), "withdrawn_reason"),
        (org(station), "withdrawn_reason"),
    ]


MIGRATIONS = {
    "casework": "0019_encrypted_reasons",
    "people": "0009_encrypted_reasons",
    "community": "0004_encrypted_reasons",
}


def migrate_again():
    for app, name in MIGRATIONS.items():
        module = import_module(f"stations.{app}.migrations.{name}")
        for step in module.Migration.operations:
            if isinstance(step, RunPython):
                step.code(apps, None)


def test_what_lay_in_clear_is_encrypted_and_reads_as_it_did(entries):
    quiet = add_worker()
    for entry, field in entries:
        store(entry, field, WHY)
    migrate_again()

    kept = [stored(entry, field) for entry, field in entries]
    assert all(value.startswith("a1:") and WHY not in value for value in kept)
    for entry, field in entries:
        entry.refresh_from_db()
        assert getattr(entry, field) == WHY
    assert stored(quiet, "withdrawn_reason") == ""

    migrate_again()
    assert [stored(entry, field) for entry, field in entries] == kept


def test_the_migrations_encrypt_whatever_they_alter():
    for app, name in MIGRATIONS.items():
        module = import_module(f"stations.{app}.migrations.{name}")
        *altered, last = module.Migration.operations
        assert (altered, isinstance(last, RunPython)) == (module.ALTERED, True)


def test_the_longest_text_is_that_of_the_words_not_of_what_is_stored(network, actor):
    entry = add_worker()
    entry.withdrawn_reason = "因" * 200
    entry.full_clean(exclude=["valid_to"])
    entry.save()
    assert len(stored(entry, "withdrawn_reason")) > 200
    entry.withdrawn_reason += "因"
    with pytest.raises(ValidationError) as refused:
        entry.clean_fields()
    assert set(refused.value.message_dict) == {"withdrawn_reason"}


def test_a_withdrawal_says_its_reason_in_so_many_characters(network, actor):
    entry, head = add_worker(), actor("BUREAU")
    with pytest.raises(Invalid) as refused:
        mark_withdrawn(entry, actor=head, reason="因" * 201, act="withdraw")
    assert [each.field for each in refused.value.errors] == ["withdrawn_reason"]
    mark_withdrawn(entry, actor=head, reason=WHY, act="withdraw")
    assert WHY not in stored(entry, "withdrawn_reason")
