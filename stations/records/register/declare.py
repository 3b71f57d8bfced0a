"""The declaration of a register."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from kernel.access.actor import Actor
from kernel.access.restrict import Rule
from stations.records.places import at_place
from stations.records.register.column import Column
from stations.records.register.form import EntryForm

NO_LIMIT = Q()


def always(entry: Any) -> bool:
    return True


def tells_writers(entry: Any, actor: Actor) -> bool:
    return True


def nobody_opens(actor: Actor) -> bool:
    return False


def nothing_entered(**values: Any) -> Any:
    """Stands where a register has no form."""
    raise LookupError("This register takes no entries.")


def unchanged(rows: QuerySet) -> QuerySet:
    return rows


def no_ways(entry: Any, actor: Actor, station: Any) -> list[tuple[Any, str]]:
    return []


def nothing_more(entry: Any, actor: Actor, station: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Act:
    """What may be done with one record: ``do(actor=, entry=, **form.cleaned_data)``.

    ``rule`` is the action of the model's queryset that lets an actor do it; ``when`` tells
    whether the record's state offers it (the domain refuses it otherwise). ``shows`` names the
    encrypted fields that ``do`` gives in full: they are answered once, instead of the record.
    """

    name: str
    title: Any
    form: type[EntryForm]
    do: Callable[..., Any]
    rule: str = "edit"
    when: Callable[[Any], bool] = always
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filter:
    """A choice above the list; without ``narrow`` the model's field of that name must equal it.

    ``default``, the first of the choices, holds where nothing is chosen, over the API too.
    """

    name: str
    label: Any = ""
    choices: Callable[[], Iterable[tuple[Any, Any]]] | None = None
    narrow: Callable[[QuerySet, str], QuerySet] | None = None
    default: str = ""


@dataclass(frozen=True)
class Inner:
    """Rows that belong to one record, shown below it: ``rows(entry, actor)``."""

    name: str
    title: Any
    model: type[Model]
    rows: Callable[[Any, Actor], Iterable[Any]]
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Register:
    """One kind of record at a station: its list, its form, one record, and its acts.

    ``noun`` is plural and unique in the product: /{app}/{code}/{noun}/ and /api/v1/{noun}.
    ``view`` and ``write`` are rules for Station (who opens the list, who the form);
    the model's queryset guards the rows. ``enter(actor=, station=, **form.cleaned_data)``
    gives the new record; no ``form`` for records that come about by other acts. ``opens``
    tells who reads personal columns in full. ``on_read`` is called with (actor, entry) before
    one record is answered. ``extend`` adds to the rows what columns read beside the fields
    (annotations, prefetches); ``only`` narrows a model that several registers share. ``here``
    tells which records are listed at a station; ``kept``, where given, which can be opened there
    one by one: those that were listed before, too. ``page``
    is the template of one record, with what ``extra`` (entry, actor, station) gives beside.
    ``tells`` (entry, actor), where nobody ``opens``, narrows further to which writers a page says
    why the record was withdrawn.
    ``papers`` are further pages of one record, as (title, the page's name); their addresses take
    the station's code and the record's uuid. Not ``can_export`` where each record is read by
    itself only.
    ``ways`` (entry, actor, station) gives links from a record to where one goes on, as
    (title, address).
    """

    noun: str
    app: str
    model: Any
    title: Any
    one: Any
    columns: tuple[Column, ...]
    view: Rule
    write: Rule
    details: tuple[Column, ...] = ()
    form: type[EntryForm] | None = None
    enter: Callable[..., Any] = nothing_entered
    acts: tuple[Act, ...] = ()
    inner: tuple[Inner, ...] = ()
    opens: Callable[[Actor], bool] = nobody_opens
    here: Callable[[Any], Q] = at_place
    kept: Callable[[Any], Q] | None = None
    only: Q = NO_LIMIT
    order: tuple[str, ...] = ("-id",)
    filters: tuple[Filter, ...] = ()
    on_read: Callable[[Actor, Any], None] | None = None
    extend: Callable[[QuerySet], QuerySet] = unchanged
    page: str = "records/one.html"
    extra: Callable[[Any, Actor, Any], dict[str, Any]] = nothing_more
    tells: Callable[[Any, Actor], bool] = tells_writers
    papers: tuple[tuple[Any, str], ...] = ()
    ways: Callable[[Any, Actor, Any], list[tuple[Any, str]]] = no_ways
    icon: str = "list-check"
    can_withdraw: bool = True
    can_export: bool = True
    empty: Any = ""

    @property
    def all_columns(self) -> tuple[Column, ...]:
        return (*self.columns, *self.details)

    @property
    def all_acts(self) -> tuple[Act, ...]:
        """Its own acts, the withdrawal of a wrong record, the purge of a text."""
        from stations.records.register.purge import PURGE
        from stations.records.register.withdrawal import WITHDRAWAL

        more = [WITHDRAWAL] if self.can_withdraw else []
        if self.model.free_texts:
            more.append(PURGE)
        return (*self.acts, *more)

    def address(self, name: str) -> str:
        """The name of one of its pages for reverse(): "list", "new", "one"."""
        return f"{self.app}:{self.noun}-{name}"
