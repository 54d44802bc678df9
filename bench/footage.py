"""How far the self-test agrees with labelled clips, through the command line, one clip after the other.

Run: python bench/footage.py [FOLDER] [--python PYTHON] [--jobs N]

FOLDER holds clips and labels.json (default: ../shared/footage).
For each check: clips that the label judges, agreeing ones, missed faults, false alarms, wrong kinds of fault, and how
many were answered with "unknown". Unknown agrees with "ok" (it complains about nothing) and never with a fault.
Exit code 0: light, backlight, framing and company agree in at least 90 % and no clip named good_* gave an alarm.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FOOTAGE = PROJECT.parent / "shared" / "footage"
MUST_AGREE = ("light", "backlight", "framing", "company")
LABELS = {
    "light": "lighting",
    "backlight": "backlight",
    "framing": "framing",
    "background": "background",
    "company": "privacy",
    "sharpness": "sharpness",
    "liveness": "liveness",
}
KINDS = {
    "dark": {"light_dark", "light_dim"},
    "over": {"light_over"},
    "uneven": {"light_uneven"},
    "no_face": {"framing_no_face"},
    "too_near": {"framing_near"},
    "too_far": {"framing_far"},
    "too_high": {"framing_high"},
    "too_low": {"framing_low"},
    "off_centre": {"framing_off_centre"},
    "frozen": {"liveness_frozen"},
    "black": {"liveness_black"},
}
AGREES = ("hit", "quiet", "unknown_ok")


def expected(check: str, label: Mapping[str, str | None]) -> str | None:
    """What the label wants of a check: "ok", a kind of fault, or None when it is not to be judged."""
    if check != "rate":
        return label.get(LABELS.get(check, check))
    words = (label.get("fps"), label.get("resolution"))
    return "fail" if "fail" in words else None if None in words else "ok"


def outcome(want: str, verdict: str, advice: str) -> str:
    """One of hit, quiet, unknown_ok (these agree), missed, missed_unknown, false_alarm, wrong_kind."""
    alarm = verdict in ("yellow", "red")
    if want == "ok":
        return "false_alarm" if alarm else "quiet" if verdict == "green" else "unknown_ok"
    if not alarm:
        return "missed" if verdict == "green" else "missed_unknown"
    return "hit" if advice in KINDS.get(want, {advice}) else "wrong_kind"


def report(counts: Mapping[str, Counter[str]]) -> list[str]:
    """A table, one line per check."""
    lines = [f"{'check':<11}{'judged':>7}{'agree':>7}{'share':>8}{'missed':>8}{'false':>7}{'kind':>6}{'unknown':>9}"]
    for check, count in counts.items():
        judged, agree = sum(count.values()), sum(count[name] for name in AGREES)
        missed = count["missed"] + count["missed_unknown"]
        unknown = count["unknown_ok"] + count["missed_unknown"]
        lines.append(
            f"{check:<11}{judged:>7}{agree:>7}{agree / max(1, judged):>8.1%}{missed:>8}{count['false_alarm']:>7}"
            f"{count['wrong_kind']:>6}{unknown:>9}"
        )
    return lines


def check_clip(python: str, clip: Path) -> list[dict[str, str]]:
    """The items that the command line answers for one clip."""
    command = [python, "-m", "vardklient", "check", "--camera", str(clip), "--only", "camera", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{clip.name}: exit code {done.returncode}: {done.stderr.strip()}")
    items: list[dict[str, str]] = json.loads(done.stdout)["items"]
    return items


def main() -> int:
    """Run all clips and print the table."""
    parser = argparse.ArgumentParser(description="Agreement of `vardklient check` with labelled clips.")
    parser.add_argument("folder", nargs="?", type=Path, default=FOOTAGE)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--jobs", type=int, default=1, help="clips at a time; they play in real time")
    options = parser.parse_args()
    labels = json.loads((options.folder / "labels.json").read_text("utf-8"))
    counts: dict[str, Counter[str]] = {check: Counter() for check in (*LABELS, "rate")}
    alarms = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        answers = pool.map(lambda name: check_clip(options.python, options.folder / f"{name}.mp4"), labels)
        for name, items in zip(labels, answers, strict=True):
            for item in items:
                want = expected(item["check"], labels[name]["expect"])
                if want is None:
                    continue
                got = outcome(want, item["verdict"], item["advice"])
                counts[item["check"]][got] += 1
                alarms += got == "false_alarm" and name.startswith("good_")
                if got not in ("hit", "quiet"):
                    print(
                        f"{name:<22}{item['check']:<11}wanted {want:<11}said {item['verdict']} {item['advice']}: {got}"
                    )
    print(*report(counts), sep="\n")
    print(f"false alarms on good_* clips: {alarms}")
    agree = all(sum(counts[c][a] for a in AGREES) >= 0.9 * sum(counts[c].values()) for c in MUST_AGREE)
    return 0 if agree and not alarms else 1


if __name__ == "__main__":
    raise SystemExit(main())
