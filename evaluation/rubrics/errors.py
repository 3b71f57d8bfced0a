"""The refusal of a rubric tree."""


class RubricError(ValueError):
    """A rubric file that is refused: `file` below the tree, `key` in it, and why."""

    def __init__(self, file: str, key: str, message: str) -> None:
        super().__init__(f"{file}: {key}: {message}" if key else f"{file}: {message}")
        self.file = file
        self.key = key
        self.message = message
