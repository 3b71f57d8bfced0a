"""What the commands about a county as a whole share: who acts, refusals, progress."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.errors import DomainError

Progress = Callable[[int, int], None]


def add_by(parser: CommandParser, *, required: bool = False) -> None:
    parser.add_argument("--by", metavar="USER", required=required, help="the operator who acts")


def add_passphrase(parser: CommandParser) -> None:
    """Never the passphrase itself: a command line is read by everybody on the machine."""
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="holds the passphrase; else QIANZHAN_PASSPHRASE, else it is asked for",
    )


def acting(username: str | None) -> Actor:
    """The operator of this log-in name, or the program itself. Raises CommandError."""
    if username is None:
        return Actor.system(None)
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"--by: nobody has the log-in name {username}.")
    return actor_of(user)


@contextmanager
def refusals() -> Iterator[None]:
    """A refusal of the domain as the command's error, with the fields it names."""
    try:
        yield
    except DomainError as error:
        fields = "".join(
            f"\n  {each.field}: {each.given} ({each.allowed})"
            for each in error.errors
            if each.given is not None
        )
        raise CommandError(f"{error.detail}{fields}") from error


@contextmanager
def progress_bar(label: str, *, quiet: bool) -> Iterator[Progress]:
    """A bar that is told how much is done of how much."""
    with tqdm(desc=label, unit=" parts", disable=quiet) as bar:

        def show(done: int, total: int) -> None:
            bar.total = max(total, done)
            bar.update(done - bar.n)

        yield show
