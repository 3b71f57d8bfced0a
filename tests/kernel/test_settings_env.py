"""A missing or malformed variable stops the start with its name and what is expected."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import env

WRONG = [
    (env.read_bool, ("X_FLAG", True), "yes", "X_FLAG: expected true or false; got 'yes'."),
    (env.read_int, ("X_PORT", 1), "1e3", "X_PORT: expected a whole number from 0"),
    (env.read_int, ("X_PORT", 1), "-1", "X_PORT: expected a whole number from 0"),
    (env.read_int, ("X_PORT", 1), "٣", "X_PORT: expected a whole number from 0"),
    (env.read_date, ("X_DAY",), "2026-13-01", "X_DAY: expected a date as YYYY-MM-DD"),
    (env.read_choice, ("X_KIND", ("a", "b"), "a"), "c", "X_KIND: expected one of a, b; got 'c'."),
    (env.read_database, ("X_DB",), "mysql://u@h/d", "X_DB: expected postgresql://"),
    (env.read_database, ("X_DB",), "postgresql://u@h:port/d", "X_DB: expected a whole number"),
    (env.read_text, ("X_TEXT_MISSING",), "ignored", "X_TEXT_MISSING: expected a text; it is not"),
]


@pytest.mark.parametrize(("read", "arguments", "value", "message"), WRONG)
def test_malformed_variable_is_refused_by_name(monkeypatch, read, arguments, value, message):
    if not arguments[0].endswith("MISSING"):
        monkeypatch.setenv(arguments[0], value)

    with pytest.raises(ImproperlyConfigured) as refused:
        read(*arguments)

    assert str(refused.value).startswith(message)


def test_refused_database_address_shows_no_password(monkeypatch):
    monkeypatch.setenv("X_DB", "postgresql://user:geheim@host")

    with pytest.raises(ImproperlyConfigured) as refused:
        env.read_database("X_DB")

    assert "geheim" not in str(refused.value)


def test_well_formed_variables_are_typed(monkeypatch):
    monkeypatch.setenv("X_DAY", "2026-11-22")
    monkeypatch.setenv("X_DB", "postgresql://u:p%40ss@h:6543/d")

    assert env.read_date("X_DAY") == date(2026, 11, 22)
    assert env.read_database("X_DB") == {
        "NAME": "d",
        "USER": "u",
        "PASSWORD": "p@ss",
        "HOST": "h",
        "PORT": "6543",
    }


def test_secret_may_lie_in_a_file(monkeypatch, tmp_path):
    kept = tmp_path / "secret"
    kept.write_text("inhalt\n")
    monkeypatch.setenv("X_SECRET_FILE", str(kept))

    assert env.read_text("X_SECRET") == "inhalt"
