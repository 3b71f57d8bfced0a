"""Work on several schemas at once, each worker on a database connection of its own."""

import threading
from collections.abc import Callable, Generator, Sequence
from queue import Empty, SimpleQueue
from typing import TypeVar

from kernel.tenancy.schema import own_connection

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_parallel(
    work: Callable[[Item], Result], items: Sequence[Item], connections: int
) -> Generator[tuple[Item, Result], None, None]:
    """Each item with its result, as they come. `work` must not raise.

    One connection is the caller's own. When the caller closes the generator (Ctrl-C), items in
    the middle are finished and no other one begins.
    """
    if min(connections, len(items)) < 2:
        yield from ((item, work(item)) for item in items)
        return
    waiting: SimpleQueue[Item] = SimpleQueue()
    done: SimpleQueue[tuple[Item, Result]] = SimpleQueue()
    stopped = threading.Event()
    for item in items:
        waiting.put(item)

    def take() -> None:
        with own_connection():
            while not stopped.is_set():
                try:
                    item = waiting.get_nowait()
                except Empty:
                    return
                done.put((item, work(item)))

    threads = [threading.Thread(target=take) for _ in range(min(connections, len(items)))]
    try:
        for thread in threads:
            thread.start()
        for _ in items:
            yield done.get()
    finally:
        stopped.set()
        for thread in threads:
            thread.join()
