"""A form that arrives twice enters once: the browser sent it again before an answer came.

What is entered takes its uuid from the sender, a key that the page was given, and what was
written: the table's unique uuid and the audit trail then know it again, as they know a visit that
a phone sends twice. The same page filled in otherwise (after going back) is another entry.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, models, transaction
from django.http import HttpRequest

from kernel.access.request import ActorRequest
from kernel.audit.models import Entry
from kernel.collision import as_collision
from kernel.errors import Conflict, Invalid

T = TypeVar("T")
FIELD = "once"
NOT_WRITTEN = (FIELD, "csrfmiddlewaretoken")

_next: ContextVar[UUID | None] = ContextVar("next_uuid", default=None)


class SentBefore(Exception):
    """What was sent stands already, under ``uuid``."""

    def __init__(self, uuid: UUID) -> None:
        super().__init__(str(uuid))
        self.uuid = uuid


def key_for(request: HttpRequest) -> str:
    """The key of the page: a new one, or that of the form which is shown again with its errors."""
    given = _read_key(request)
    return str(given or uuid4())


Table = type[models.Model] | None


def save_once(
    request: ActorRequest, save: Callable[[dict[str, Any]], T], values: Any, among: Table = None
) -> T:
    """``save(values)``, all or nothing. Raises SentBefore when it has been done, Conflict when
    somebody else saved the same meanwhile, and what save raises. A form without a key is saved as
    often as it comes.

    ``among``: the table of what is entered, where the trail names another record (its place)."""
    uuid = _uuid_of(request)
    if uuid is None:
        return save(values)
    _look(uuid, among)
    try:
        with transaction.atomic(), _naming(uuid):
            return save(values)
    except (Conflict, Invalid, IntegrityError) as error:
        _look(uuid, among)  # the first one was under way, and is why this one is refused
        if collision := as_collision(error):
            raise collision from error
        raise


def refuse_sent(request: ActorRequest, among: Table = None) -> None:
    """Raise SentBefore when what is sent stands already: before a form is checked that offers
    what may follow on the state of today, which the first sending has changed."""
    if (uuid := _uuid_of(request)) is not None:
        _look(uuid, among)


def take_uuid(otherwise: UUID) -> UUID:
    """The uuid of the first record that a form enters; of all further ones their own."""
    found = _next.get()
    _next.set(None)
    return found or otherwise


@contextmanager
def _naming(uuid: UUID) -> Iterator[None]:
    token = _next.set(uuid)
    try:
        yield
    finally:
        _next.reset(token)


def _look(uuid: UUID, among: Table) -> None:
    if among is not None and among._base_manager.filter(uuid=uuid).exists():
        raise SentBefore(uuid)
    _refuse_again(uuid)


def _refuse_again(uuid: UUID) -> None:
    if Entry.objects.filter(object_uuid=uuid).exists():
        raise SentBefore(uuid)


def _uuid_of(request: ActorRequest) -> UUID | None:
    key = _read_key(request)
    if key is None:
        return None
    written = sha256(f"{request.actor.user_uuid} {request.get_full_path()}".encode())
    for name, texts in sorted(request.POST.lists()):
        if name not in NOT_WRITTEN:
            written.update(f"\0{name}={texts!r}".encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            written.update(f"\0{name}={file.name}".encode())
            for chunk in file.chunks():
                written.update(chunk)
            file.seek(0)
    return uuid5(key, written.hexdigest())


def _read_key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
