"""What one thread does in one county, and what of the answer belongs to another one.

Each deed gives the texts it was shown; a text that names no county is none of ours, one that
names another county is a wrong row.
"""

import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from kernel.access.actor import Actor
from kernel.files.domain import open_file, store_file
from kernel.files.models import StoredFile
from kernel.jobs.domain import enqueue
from kernel.jobs.models import Job, JobState
from kernel.jobs.registry import job_kind
from kernel.jobs.run import JobRun
from kernel.jobs.tasks import run as run_job
from kernel.tenancy import county_context
from kernel.tenancy.task import county_task
from tests.isolation.views import SECRET, add_name, names
from tests.isolation.wsgi import Site

CODE = re.compile(r"(?<![0-9])5[0-9]{5}(?![0-9])")
MARK = "tests.isolation.mark"


class Wrong(AssertionError):
    """An answer that is not the county's own."""


@job_kind(MARK)
def mark(job: JobRun) -> list[str]:
    """A job that writes a name and tells all it sees."""
    with job.last_write():
        add_name(job.county)
    return names()


@county_task(name="tests.isolation.look")
def look(*, county: str, breaks: bool) -> list[str]:
    """A task that tells what it sees, or breaks off."""
    found = names()
    if breaks:
        raise ZeroDivisionError
    return found


class Worker:
    """One thread's hands: the application, its random numbers, all counties and their tokens."""

    def __init__(self, site: Site, tokens: dict[str, str], seed: int) -> None:
        self.site, self.tokens, self.draw = site, tokens, Random(seed)
        self.written: list[str] = []  # codes of counties in which a row was committed
        self.done: dict[str, int] = {}

    def do(self) -> None:
        """One deed in one county, both drawn at random."""
        code = self.draw.choice(list(self.tokens))
        deed = self.draw.choice(DEEDS)
        check(deed(self, code), code, deed.__name__)
        self.done[deed.__name__] = self.done.get(deed.__name__, 0) + 1

    def ask(self, code: str, path: str, status: int = 200) -> str:
        """The body of an answer of a county's host."""
        headers = {"authorization": f"Bearer {self.tokens[code]}"}
        answer = self.site.get(f"{code}.localhost", path, **headers)
        body = answer.read()
        if answer.status != status:
            raise Wrong(f"{code}{path}: {answer.status} instead of {status}: {body[:200]}")
        return body

    def other(self, code: str) -> str:
        return self.draw.choice([each for each in self.tokens if each != code])


def check(shown: str, code: str, deed: str) -> None:
    """The texts name the county itself, at least once, and no other."""
    if {*CODE.findall(shown)} != {code}:
        raise Wrong(f"{deed} in {code} showed {sorted({*CODE.findall(shown)})}: {shown[:200]}")


def list_stations(worker: Worker, code: str) -> str:
    rows = json.loads(worker.ask(code, "/api/v1/stations"))["results"]
    return " ".join(row["code"][:6] for row in rows)


def read_station(worker: Worker, code: str) -> str:
    return str(json.loads(worker.ask(code, f"/api/v1/stations/{code}-H001"))["code"])[:6]


def miss_station(worker: Worker, code: str) -> str:
    """A code that exists in another county only."""
    problem = json.loads(worker.ask(code, f"/api/v1/stations/{worker.other(code)}-H001", 404))
    problem.pop("request_id")
    return f"{code} {problem}"


def tell_me(worker: Worker, code: str) -> str:
    me = json.loads(worker.ask(code, "/api/v1/me"))
    return f"{me['county']} {me['host'].partition('.')[0]} {me['roles']}"


def read_rows(worker: Worker, code: str) -> str:
    return worker.ask(code, "/isolation/rows/")


def read_in_transaction(worker: Worker, code: str) -> str:
    return worker.ask(code, "/isolation/transaction/")


def read_through_api(worker: Worker, code: str) -> str:
    return worker.ask(code, "/api/isolation/rows")


def stream(worker: Worker, code: str) -> str:
    """Chunk by chunk, with work in another county between two of them."""
    path = worker.draw.choice(["stream", "lookups"])
    answer = worker.site.get(f"{code}.localhost", f"/isolation/{path}/")
    shown, other = "", worker.other(code)
    for chunk in answer.chunks:
        shown += chunk.decode()
        with county_context(other):
            check(" ".join(names()), other, "between chunks")
    answer.response.close()
    return shown


def leave_stream(worker: Worker, code: str) -> str:
    """The reader goes away after the first chunk."""
    answer = worker.site.get(f"{code}.localhost", "/isolation/stream/")
    first = next(answer.chunks).decode()
    answer.response.close()
    return first


def break_off(worker: Worker, code: str) -> str:
    return f"{code} {worker.ask(code, '/isolation/broken/', 500)}".replace(f"{code}.localhost", "")


def take_back(worker: Worker, code: str) -> str:
    return worker.ask(code, "/isolation/savepoints/")


def write_row(worker: Worker, code: str) -> str:
    shown = worker.ask(code, "/isolation/written/")
    worker.written.append(code)
    return shown


def visit(worker: Worker, code: str) -> str:
    """Look into another county within a transaction; half of the time break off there."""
    other = worker.other(code)
    breaks = worker.draw.choice(["", "&breaks"])
    found = json.loads(worker.ask(code, f"/isolation/visit/?other={other}{breaks}"))
    check(" ".join(found["there"]), other, "visit")
    return " ".join(found["names"])


def run_task(worker: Worker, code: str) -> str:
    try:
        found = look(county=code, breaks=worker.draw.random() < 0.3)
    except ZeroDivisionError:
        found = look.apply(kwargs={"county": code, "breaks": False}).get()
    finally:
        connection.close()
    return " ".join(found)


def do_job(worker: Worker, code: str) -> str:
    """The worker's own function, on a job of the county."""
    with county_context(code):
        job = enqueue(kind=MARK, payload={}, actor=Actor.system(code))
    run_job(county=code, job=str(job.uuid))
    with county_context(code):
        after = Job.objects.get(uuid=job.uuid)
        shown = " ".join(names())
    connection.close()
    if after.state != JobState.DONE:
        raise Wrong(f"job in {code}: {after.state} {after.error}")
    worker.written.append(code)
    return shown


def keep_file(worker: Worker, code: str) -> str:
    """A file of the same name in every county."""
    with county_context(code):
        upload = SimpleUploadedFile("名册.txt", f"{SECRET} {code}".encode())
        uuid = store_file(actor=Actor.system(code), upload=upload).uuid
        with open_file(StoredFile.objects.get(uuid=uuid)) as file:
            content = file.read().decode()
    connection.close()
    return content


DEEDS: tuple[Callable[[Worker, str], Any], ...] = (
    list_stations, read_station, miss_station, tell_me, read_rows, read_in_transaction,
    read_through_api, stream, leave_stream, break_off, take_back, write_row, visit, run_task,
    do_job, keep_file,
)  # fmt: skip
