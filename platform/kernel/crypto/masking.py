"""What of a personal value is shown by default."""


def mask_id_number(value: str) -> str:
    """511*************31: the province and the last two places stay."""
    return _keep(value, 3, 2)


def mask_phone(value: str) -> str:
    """139******78."""
    return _keep(value, 3, 2)


def mask_name(value: str) -> str:
    """张*, 欧阳**: the first character stays."""
    return _keep(value, 1, 0)


def _keep(value: str, first: int, last: int) -> str:
    hidden = max(len(value) - first - last, 0)
    if not hidden:
        return "*" * len(value)
    return value[:first] + "*" * hidden + (value[-last:] if last else "")
