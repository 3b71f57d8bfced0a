"""What is chosen about people is worded without judgement (C42)."""

from inspect import getmembers, isclass

import pytest
from django.db.models import Choices

from stations.casework import care_enums, custody_enums, enums
from stations.casework.catalogue import services
from stations.casework.data_file import read_data
from stations.casework.sections import sections_of
from stations.casework.standards import person_groups
from stations.people import enums as people_enums

JUDGING = read_data("neutral")["judging"]


def all_labels() -> list[str]:
    """Every option of the app, as the people of the county read it."""
    modules = (enums, care_enums, custody_enums, people_enums)
    kinds = {
        each
        for module in modules
        for _name, each in getmembers(module, isclass)
        if issubclass(each, Choices) and len(each)
    }
    asked = [section for form in read_data("sections") for section in sections_of(form)]
    return [
        *(str(label) for each in kinds for label in each.labels),
        *(str(each.label) for each in services().values()),
        *(str(each.label) for each in person_groups().values()),
        *(str(section.label) for section in asked),
        *(str(option.label) for section in asked for option in section.options.values()),
    ]


@pytest.mark.parametrize("word", JUDGING)
def test_no_option_judges_a_person(word):
    assert [label for label in all_labels() if word in label] == []


def test_the_labels_are_those_of_the_county():
    labels = all_labels()
    assert len(labels) > 300
    assert {"低保对象", "入户调查", "危机干预预案"} <= {*labels}
