"""The report of the self-test as text: the same as its JSON, in words."""

from __future__ import annotations

from vardklient.base.clock import STOCKHOLM
from vardklient.domain.report import Report, ReportItem
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.ui.texts import checks
from vardklient.ui.texts import selfcheck_view as words
from vardklient.ui.texts.advices import advice
from vardklient.ui.texts.measures import figures


def report_text(report: Report) -> str:
    """The report, to be read or mailed; made of nothing but the report."""
    lines = [words.REPORT_TITLE(version=report.version)]
    if report.made_at is not None:
        lines.append(words.REPORT_MADE(time=report.made_at.astimezone(STOCKHOLM).strftime("%Y-%m-%d %H:%M")))
    lines.append(words.REPORT_SYSTEM(system=report.system))
    used = ((words.CAMERA, report.camera), (words.MICROPHONE, report.microphone), (words.SPEAKER, report.speaker))
    lines += [f"{kind()}: {name or '–'}" for kind, name in used]
    for item in report.items:
        lines += ["", *_item(item)]
    return "\n".join(lines) + "\n"


def _item(item: ReportItem) -> list[str]:
    verdict = Verdict(
        Check(item.check), Severity(item.severity), Advice(item.advice), item.measures, item.limits, item.device
    )
    said = advice(verdict.advice, verdict.device)
    first = f"{checks.check_name(verdict.check)}: {checks.severity(verdict.severity)}. {said.sentence} {said.remedy}"
    return [f"{first.strip()} [{item.advice}]", *(f"    {line}" for line in figures(verdict))]
