"""Which indicators are computed from records, in the rubric's order."""

from types import ModuleType

from evaluation.facts import c04, c05, c11, c13, c14, c16, c18, s1, s2, s3, s5, s7

COMPUTED: dict[str, ModuleType] = {
    module.INDICATOR: module for module in (s1, s2, s3, s5, s7, c04, c05, c11, c13, c14, c16, c18)
}
