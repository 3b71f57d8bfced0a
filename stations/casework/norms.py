"""The numbers of the rules on plans, reports and help (data/care.yaml)."""

from typing import Any

from stations.casework.data_file import read_data


def norm(rule: str, name: str) -> Any:
    """A number of a rule. Raises KeyError for one that the file does not hold."""
    return read_data("care")[rule][name]
