import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIRST = {"kernel", "tenants", "stations", "evaluation", "api"}


def only_present(names):
    skip = [part for part in os.environ.get("QZ_SKIP", "").split(",") if part]
    found = []
    for name in names:
        if any(name.startswith(part) for part in skip):
            continue
        first, *_ = name.split(".")
        base = ROOT / "platform" if first == "kernel" else ROOT
        if first not in FIRST or (base / name.replace(".", "/") / "apps.py").exists():
            found.append(name)
    return found
