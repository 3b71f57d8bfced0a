"""Publishing rubrics, and taking published versions along with a county."""

from evaluation.rubrics.domain.carried import pack_versions, unpack_versions
from evaluation.rubrics.domain.version import publish_rubric

__all__ = ["pack_versions", "publish_rubric", "unpack_versions"]
