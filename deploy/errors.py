"""The one exception of the set-up: its text is for the person at the keyboard."""


class SetupError(Exception):
    """Something the installation needs is missing or unfit; says what, where and what to do."""
