"""The rubric under test, read once."""

from pathlib import Path

import pytest

import evaluation.rubrics
from evaluation.rubrics.loader import load_rubric
from evaluation.scoring import Rubric


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    return load_rubric(Path(evaluation.rubrics.__path__[0]) / "panzhihua-township")
