"""Rows of a form: a page may have been shown with more rows than stand now."""

from evaluation.cycles.forms.inputs import InputsForm
from evaluation.scoring.indicator import InputSpec, Label

PART = Label("数", "number")
SPEC = InputSpec(
    "targets",
    "rows",
    Label("目标", "Targets"),
    row=(InputSpec("planned", "decimal", PART), InputSpec("actual", "decimal", PART)),
)


def read(data, stored=()):
    form = InputsForm(data, specs=[SPEC], values={"targets": list(stored)})
    form.is_valid()
    return form.read_inputs()["targets"]


def test_rows_beyond_those_stored_are_read_and_cleared_ones_left_out():
    """Three were stored; two were cleared and saved by themselves, then a fourth was typed."""
    sent = {f"targets-{n}-{key}": "" for n in range(5) for key in ("planned", "actual")}
    sent |= {"targets-0-planned": "4", "targets-0-actual": "2"}
    sent |= {"targets-3-planned": "10", "targets-3-actual": "9"}

    assert read(sent, [{"planned": "4", "actual": "2"}]) == [
        {"planned": "4", "actual": "2"},
        {"planned": "10", "actual": "9"},
    ]


def test_names_of_other_fields_make_no_rows():
    sent = {"targets-x-planned": "1", "others-7-planned": "1", "targets-99999-planned": "1"}

    assert read(sent) is None
