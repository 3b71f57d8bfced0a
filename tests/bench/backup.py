"""One county out of a province's database, and in again, beside pg_dump and pg_restore.

Ours is the product's whole export and restore: encrypted, with files, keys,
people and roll-up. The key is stretched from the passphrase once a run, as when a province is
backed up at night; that once is in no round. pg_dump writes its custom format.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import psycopg
from psycopg import sql

from deploy.location import wheel_binaries
from kernel.access.actor import Actor
from tenants.archive.export import export_county
from tenants.archive.parts import Manifest
from tenants.archive.restore import restore_county, see_county
from tenants.provisioning.schema import make_schema
from tests.bench.comparison import Comparison, Way
from tests.bench.records import COUNTY, SMALL, Maker, Size

COUNTIES, FEW = 183, 4
PASSPHRASE = "one passphrase for a province"
SCHEMA = f"c{COUNTY}"
SYSTEM = Actor.system(None)
END = "\\.\n"  # of the rows of a table, in a dump
# Rows and digest of each table.
Content = dict[str, tuple[int, str]]


def measure(small: bool) -> Iterable[Comparison]:
    Maker(SMALL if small else Size()).make()
    for number in range(1, FEW if small else COUNTIES):
        make_schema(f"c52{number:04}")
    bench = Bench(Path(tempfile.mkdtemp(prefix="qianzhan-backup-")))
    there = bench.read_county()
    rows = sum(count for count, _digest in there.values())
    # What each way gives is read once, before the rounds: reading is not what is timed.
    bench.dump()
    bench.export()
    dumped, exported = bench.read_dump(), bench.read_manifest()
    yield Comparison(
        name="backup.out",
        baseline=Way("pg_dump -n, custom format", bench.answering(bench.dump, dumped)),
        ours=Way(
            f"export_county, {rows} rows, encrypted",
            bench.answering(bench.export, exported),
            lambda: bench.archive.unlink(missing_ok=True),
        ),
        goal=">= 20",
    )
    bench.load()
    loaded = bench.read_county()
    bench.restore()
    restored = bench.read_county()
    yield Comparison(
        name="backup.in",
        baseline=Way("DROP SCHEMA and pg_restore", bench.answering(bench.load, loaded)),
        ours=Way(
            "restore_county in its place, with the roll-up",
            bench.answering(bench.restore, restored),
        ),
        goal="<= 1.5",
        close=bench.close,
    )


class Bench:
    """A folder with both copies, and a connection to look at the county."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = os.environ["DATABASE_URL"]
        self.connection = psycopg.connect(self.url, autocommit=True)
        self.connection.execute("ANALYZE")
        self.archive, self.dumped = folder / "ours.qzc", folder / "theirs.dump"
        self.manifest: Manifest | None = None

    def answering(self, do: Callable[[], None], content: Content) -> Callable[[], Content]:
        def run() -> Content:
            do()
            return content

        return run

    def dump(self) -> None:
        self.run("pg_dump", "-Fc", "-n", SCHEMA, "-f", str(self.dumped), self.url)

    def export(self) -> None:
        self.manifest = export_county(
            code=COUNTY, to=self.archive, passphrase=PASSPHRASE, actor=SYSTEM
        )

    def load(self) -> None:
        self.connection.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
        self.run("pg_restore", "-d", self.url, str(self.dumped))

    def restore(self) -> None:
        seen = see_county(COUNTY)
        restore_county(file=self.archive, passphrase=PASSPHRASE, actor=SYSTEM, confirmation=seen)

    def run(self, program: str, *arguments: str) -> str:
        command = [str(wheel_binaries() / "bin" / program), *arguments]
        utc = os.environ | {"PGTZ": "UTC"}  # as Django's connections: times read the same
        return subprocess.run(command, check=True, capture_output=True, text=True, env=utc).stdout

    def read_manifest(self) -> Content:
        assert self.manifest
        tables = [part for part in self.manifest.parts if part["kind"] == "table"]
        return {part["name"]: (part["rows"], part["digest"]) for part in tables}

    def read_dump(self) -> Content:
        found: Content = {}
        script = self.run("pg_restore", "-a", "-f", "-", str(self.dumped))
        lines = iter([f"{line}\n" for line in script.split("\n")])
        for line in lines:
            if line.startswith("COPY "):
                name = line.split()[1].partition(".")[2].strip('"')
                found[name] = content_of([row.encode() for row in iter(lines.__next__, END)])
        return found

    def read_county(self) -> Content:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1"
        names = [name for (name,) in self.connection.execute(query, [SCHEMA]).fetchall()]
        return {name: content_of(self.read_table(name)) for name in names}

    def read_table(self, name: str) -> list[bytes]:
        statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(SCHEMA, name))
        with self.connection.cursor().copy(statement) as copy:
            return [bytes(row) for row in copy]

    def close(self) -> None:
        self.connection.close()
        shutil.rmtree(self.folder)


def content_of(rows: list[bytes]) -> tuple[int, str]:
    return len(rows), hashlib.sha256(b"".join(rows)).hexdigest()
