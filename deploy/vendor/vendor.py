"""Copy the few third-party files that browsers get out of node_modules into the checkout.

    (cd deploy/vendor && npm ci) && python -m deploy.vendor.vendor [--check]

The result is committed, so that a machine with Python alone runs the product. Which files,
and what they must hash to, stands in files.toml. With --check nothing is written; the exit
code is 1 when a committed file differs from what would be written.
"""

import argparse
import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MODULES = HERE / "node_modules"

SOURCE_MAP = re.compile(rb"\n?(//[#@] sourceMappingURL=\S+|/\*[#@] sourceMappingURL=\S+ \*/)\s*")
SVG_SHAPES = re.compile(r"<(?:path|circle|rect|line|polyline)\b[^>]*/>", re.S)
SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
)


class VendorError(Exception):
    """A package does not hold what files.toml says it holds."""


def read_source(relative: str) -> bytes:
    path = MODULES / relative
    if not path.is_file():
        raise VendorError(f"{relative}: not in node_modules; run `npm ci` in deploy/vendor first")
    return path.read_bytes()


def copy_file(entry: dict[str, str]) -> bytes:
    """The file as it will be served.

    The source map comment goes: the manifest storage refuses a reference to a file that is
    not there.
    """
    content = read_source(entry["source"])
    digest = hashlib.sha256(content).hexdigest()
    if digest != entry["sha256"]:
        raise VendorError(
            f"{entry['source']}: sha256 is {digest}, files.toml says {entry['sha256']}"
        )
    return SOURCE_MAP.sub(b"\n", content)


def cut_sprite(sprite: dict) -> bytes:
    """One SVG with a <symbol> for each named icon."""
    symbols = []
    for name in sprite["icons"]:
        svg = read_source(f"{sprite['source']}/{name}.svg").decode()
        shapes = [s for s in SVG_SHAPES.findall(svg) if 'stroke="none"' not in s]
        symbols.append(
            SYMBOL.format(name=name, shapes="".join(" ".join(s.split()) for s in shapes))
        )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    ).encode()


def gather_licences(packages: list[str]) -> bytes:
    """Name, version, licence and licence text of each package whose code is served."""
    parts = []
    for package in packages:
        about = json.loads(read_source(f"{package}/package.json"))
        texts = sorted((MODULES / package).glob("LICENSE*")) + sorted(
            (MODULES / package).glob("NOTICE")
        )
        body = "\n\n".join(path.read_text().strip() for path in texts)
        parts.append(f"{package} {about['version']} ({about['license']})\n\n{body}\n")
    return ("\n" + "=" * 78 + "\n\n").join(parts).encode()


def make_results() -> dict[str, bytes]:
    """Target path -> content of everything that is committed."""
    plan = tomllib.loads((HERE / "files.toml").read_text())
    results = {entry["target"]: copy_file(entry) for entry in plan["file"]}
    results[plan["sprite"]["target"]] = cut_sprite(plan["sprite"])
    results[plan["licences"]["target"]] = gather_licences(plan["licences"]["packages"])
    sums = (f"{hashlib.sha256(c).hexdigest()}  {t}\n" for t, c in sorted(results.items()))
    results[plan["sums"]["target"]] = "".join(sums).encode()
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, report differences")
    check = parser.parse_args().check
    try:
        results = make_results()
    except VendorError as error:
        print(error, file=sys.stderr)
        return 1
    differing = [
        t for t, c in results.items() if not (p := ROOT / t).is_file() or p.read_bytes() != c
    ]
    for target in differing:
        if not check:
            (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / target).write_bytes(results[target])
        print(("differs: " if check else "written: ") + target)
    return 1 if check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
