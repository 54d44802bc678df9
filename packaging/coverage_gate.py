"""The ratchet on coverage: every line of the pure floors is run by the tests.

Run: python packaging/coverage_gate.py [DATA]     after `pytest --cov --cov-report=`; DATA defaults to .coverage
Exit code 0: base, domain, checks, flows and wire are at 100 % of lines; 1: says which lines of which file are not.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import coverage

PROJECT = Path(__file__).resolve().parent.parent
SOURCE = PROJECT / "src" / "vardklient"
HELD = ("base", "domain", "checks", "flows", "wire")


def missing_lines(data: coverage.Coverage, source: Path, folders: tuple[str, ...]) -> dict[str, str]:
    """Lines that no test ran, as `12-14, 20`, by file (relative to `source`). A file never imported misses them all."""
    missing = {}
    for path in sorted(path for folder in folders for path in (source / folder).rglob("*.py")):
        lines = data.analysis2(str(path))[4]
        if lines:
            missing[path.relative_to(source).as_posix()] = lines
    return missing


def main(data_file: str) -> int:
    """Print what is missing and the share of the whole package, which is told and not held."""
    data = coverage.Coverage(data_file=data_file)
    data.load()
    if not data.get_data().measured_files():
        sys.stderr.write(f"coverage gate: {data_file} holds no measurement\n")
        return 1
    missing = missing_lines(data, SOURCE, HELD)
    for name, lines in missing.items():
        sys.stdout.write(f"{name}: not run by any test: {lines}\n")
    with io.StringIO() as nowhere:
        share_percent = data.report(file=nowhere)
    held = "100 %" if not missing else f"{len(missing)} files short of 100 %"
    sys.stdout.write(f"lines run: {', '.join(HELD)}: {held}; the whole package: {share_percent:.1f} %\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main(*(sys.argv[1:2] or [".coverage"])))
