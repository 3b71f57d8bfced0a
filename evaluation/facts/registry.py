"""Which indicators are computed from records, in the rubric's order."""

from types import ModuleType

from evaluation.facts import (
    c02,
    c04,
    c05,
    c06,
    c07,
    c08,
    c09,
    c10,
    c11,
    c12,
    c13,
    c14,
    c15,
    c16,
    c18,
    c19,
    o5,
    o7,
    s1,
    s2,
    s3,
    s5,
    s7,
    s8,
)

STAFFING = (s1, s2, s3, s5, s7, s8)
CONTENT = (c02, c04, c05, c06, c07, c08, c09, c10, c11, c12, c13, c14, c15, c16, c18, c19)
OPERATION = (o5, o7)
COMPUTED: dict[str, ModuleType] = {
    module.INDICATOR: module for module in (*STAFFING, *CONTENT, *OPERATION)
}
