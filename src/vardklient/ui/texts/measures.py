"""The figures behind a verdict, for who wants to see them: a word, a number with its unit, and the limits beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QLocale

from vardklient.domain.verdict import Verdict
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.texts.words import Words

_say = partial(Words, "measures")

LIMIT = _say(QT_TRANSLATE_NOOP("measures", "gräns {limits}"))
LIMITS = _say(QT_TRANSLATE_NOOP("measures", "gränser {limits}"))
NO_FIGURES = _say(QT_TRANSLATE_NOOP("measures", "Inga mätvärden."))
YES = _say(QT_TRANSLATE_NOOP("measures", "ja"))
NO = _say(QT_TRANSLATE_NOOP("measures", "nej"))
STOPS = _say(QT_TRANSLATE_NOOP("measures", "steg"))
PER_SECOND = _say(QT_TRANSLATE_NOOP("measures", "bilder/s"))
HEADS = _say(QT_TRANSLATE_NOOP("measures", "ansiktshöjder"))


class Measure(NamedTuple):
    """What a figure is called, and the names of the limits that it is held against."""

    word: Words
    limits: tuple[str, ...] = ()


def _measure(word: str, *limits: str) -> Measure:
    return Measure(_say(word), limits)


MEASURES: Mapping[str, Measure] = {
    "face_luma": _measure(
        QT_TRANSLATE_NOOP("measures", "Ansiktets ljushet (0–255)"),
        "face_floor_luma",
        "face_unsure_luma",
        "face_dark_luma",
        "face_dim_luma",
        "face_over_luma",
        "hard_face_max_luma",
        "face_max_luma",
    ),
    "scene_mean_luma": _measure(QT_TRANSLATE_NOOP("measures", "Bildens ljushet (0–255)"), "empty_scene_dark_luma"),
    "scene_p90_luma": _measure(
        QT_TRANSLATE_NOOP("measures", "Rummets ljusa delar (0–255)"), "scene_dark_luma", "scene_dim_luma"
    ),
    "scene_p99_luma": _measure(QT_TRANSLATE_NOOP("measures", "Rummets ljusaste del (0–255)"), "scene_bright_luma"),
    "face_clipped_share": _measure(
        QT_TRANSLATE_NOOP("measures", "Överexponerat i ansiktet"), "clipped_some_share", "clipped_share"
    ),
    "sides_stops": _measure(QT_TRANSLATE_NOOP("measures", "Skillnad mellan ansiktets sidor"), "sides_stops"),
    "background_ratio": _measure(
        QT_TRANSLATE_NOOP("measures", "Bakgrunden ljusare än ansiktet"), "some_ratio", "ratio", "hard_ratio"
    ),
    "body_ratio": _measure(
        QT_TRANSLATE_NOOP("measures", "Bakgrunden ljusare än kläderna"),
        "body_lit_ratio",
        "some_ratio",
        "ratio",
        "hard_ratio",
    ),
    "background_clipped_share": _measure(
        QT_TRANSLATE_NOOP("measures", "Överexponerat i bakgrunden"), "background_clipped_share"
    ),
    "face_height_share": _measure(
        QT_TRANSLATE_NOOP("measures", "Ansiktets höjd i bilden"),
        "far_share",
        "far_some_share",
        "near_some_share",
        "near_share",
    ),
    "off_centre_share": _measure(QT_TRANSLATE_NOOP("measures", "Avstånd från mitten"), "off_centre_share"),
    "headroom_share": _measure(
        QT_TRANSLATE_NOOP("measures", "Luft ovanför huvudet"), "headroom_min_share", "headroom_max_share"
    ),
    "eyes_share": _measure(QT_TRANSLATE_NOOP("measures", "Ögonens avstånd från bildens topp"), "eyes_max_share"),
    "below_faces": _measure(QT_TRANSLATE_NOOP("measures", "Plats under hakan"), "below_min_faces"),
    "face_seen_share": _measure(QT_TRANSLATE_NOOP("measures", "Bilder med ett ansikte"), "face_seen_share"),
    "edge_share": _measure(
        QT_TRANSLATE_NOOP("measures", "Konturer i bilden"), "edge_share", "edge_unsure_share", "covered_edge_share"
    ),
    "looks_count": _measure(QT_TRANSLATE_NOOP("measures", "Gånger som andra personer söktes")),
    "seen_share": _measure(QT_TRANSLATE_NOOP("measures", "Gånger som någon mer syntes"), "seen_share"),
    "second_height_share": _measure(
        QT_TRANSLATE_NOOP("measures", "Den andra personens ansikte i bilden"), "second_height_share"
    ),
    "reblur_ratio": _measure(
        QT_TRANSLATE_NOOP("measures", "Oskärpa (0–1)"), "reblur_unsure_ratio", "reblur_some_ratio", "reblur_ratio"
    ),
    "still_s": _measure(QT_TRANSLATE_NOOP("measures", "Stillastående bild"), "frozen_s"),
    "mean_luma": _measure(
        QT_TRANSLATE_NOOP("measures", "Bildens ljushet (0–255)"), "black_mean_luma", "covered_mean_luma"
    ),
    "spread_luma": _measure(QT_TRANSLATE_NOOP("measures", "Ljusskillnader i bilden")),
    "p99_luma": _measure(QT_TRANSLATE_NOOP("measures", "Bildens ljusaste del (0–255)"), "black_p99_luma"),
    "bands_share": _measure(QT_TRANSLATE_NOOP("measures", "Ränder av lampljus"), "bands_share"),
    "coherence_share": _measure(QT_TRANSLATE_NOOP("measures", "Rändernas regelbundenhet"), "coherence_share"),
    "turn_share": _measure(QT_TRANSLATE_NOOP("measures", "Rändernas vandring per bild"), "standing_turn_share"),
    "rate_hz": _measure(QT_TRANSLATE_NOOP("measures", "Bilder i sekunden"), "rate_min_hz", "rate_some_hz"),
    "width_px": _measure(QT_TRANSLATE_NOOP("measures", "Bildens bredd"), "width_min_px"),
    "height_px": _measure(QT_TRANSLATE_NOOP("measures", "Bildens höjd"), "height_min_px"),
    "active_dbfs": _measure(
        QT_TRANSLATE_NOOP("measures", "Röstens nivå"),
        "red_below_dbfs",
        "green_from_dbfs",
        "green_to_dbfs",
        "red_above_dbfs",
    ),
    "noise_dbfs": _measure(QT_TRANSLATE_NOOP("measures", "Buller"), "noise_some_dbfs", "noise_loud_dbfs"),
    "snr_db": _measure(QT_TRANSLATE_NOOP("measures", "Rösten över bullret")),
    "activity_share": _measure(QT_TRANSLATE_NOOP("measures", "Andel av tiden med tal")),
    "spread_db": _measure(QT_TRANSLATE_NOOP("measures", "Bullrets växlingar"), "spread_most_db"),
    "listened_s": _measure(QT_TRANSLATE_NOOP("measures", "Lyssnade"), "least_s"),
    "peak_lsb": _measure(QT_TRANSLATE_NOOP("measures", "Högsta utslag"), "peak_lsb"),
    "peak_ratio": _measure(QT_TRANSLATE_NOOP("measures", "Högsta utslag (0–1)")),
    "clipped_share": _measure(QT_TRANSLATE_NOOP("measures", "Klippt ljud"), "yellow_above_share", "red_above_share"),
    "hum_dbfs": _measure(QT_TRANSLATE_NOOP("measures", "Brummets nivå"), "yellow_above_dbfs", "red_above_dbfs"),
    "prominence_db": _measure(QT_TRANSLATE_NOOP("measures", "Brummet över bullret"), "prominent_db"),
    "wander_db": _measure(QT_TRANSLATE_NOOP("measures", "Brummets växlingar"), "wander_most_db"),
    "mains_hz": _measure(QT_TRANSLATE_NOOP("measures", "Elnätets frekvens")),
    "holes_count": _measure(QT_TRANSLATE_NOOP("measures", "Avbrott i ljudet"), "least_count"),
    "repeats_count": _measure(QT_TRANSLATE_NOOP("measures", "Upprepningar i ljudet"), "least_count"),
    "lost_share": _measure(QT_TRANSLATE_NOOP("measures", "Förlorat ljud"), "yellow_above_share", "red_above_share"),
    "upper_hz": _measure(QT_TRANSLATE_NOOP("measures", "Högsta ton"), "red_below_hz", "yellow_below_hz"),
    "spoken_s": _measure(QT_TRANSLATE_NOOP("measures", "Tid med tal"), "speech_least_s"),
    "best_dbfs": _measure(QT_TRANSLATE_NOOP("measures", "Rösten i den bästa mikrofonen")),
    "used_dbfs": _measure(QT_TRANSLATE_NOOP("measures", "Rösten i den valda mikrofonen")),
    "loss_db": _measure(
        QT_TRANSLATE_NOOP("measures", "Ljudets förlust till mikrofonen"),
        "open_below_db",
        "headset_from_db",
    ),
    "loss_least_db": _measure(
        QT_TRANSLATE_NOOP("measures", "Ljudets förlust till mikrofonen, minst"), "open_below_db", "headset_from_db"
    ),
    "limit_db": _measure(
        QT_TRANSLATE_NOOP("measures", "Största förlust som hade hörts"), "open_below_db", "headset_from_db"
    ),
    "uneven_db": _measure(QT_TRANSLATE_NOOP("measures", "Skillnad mellan låga och höga toner")),
    "sweeps_count": _measure(QT_TRANSLATE_NOOP("measures", "Spelade provljud")),
    "delay_ms": _measure(QT_TRANSLATE_NOOP("measures", "Ljudets fördröjning"), "late_above_ms"),
    "server_rtt_ms": _measure(QT_TRANSLATE_NOOP("measures", "Besöksserverns svarstid")),
    "clock_off_s": _measure(QT_TRANSLATE_NOOP("measures", "Klockans fel"), "clock_off_s"),
    "up_kbps": _measure(QT_TRANSLATE_NOOP("measures", "Till besöksservern")),
    "down_kbps": _measure(QT_TRANSLATE_NOOP("measures", "Från besöksservern")),
    "rtt_ms": _measure(QT_TRANSLATE_NOOP("measures", "Tur och retur"), "slow_rtt_ms"),
    "jitter_ms": _measure(QT_TRANSLATE_NOOP("measures", "Jitter"), "jitter_ms"),
    "rate_kbps": _measure(
        QT_TRANSLATE_NOOP("measures", "Samtalets bithastighet"), "sound_only_kbps", "small_picture_kbps"
    ),
    "loss_share": _measure(QT_TRANSLATE_NOOP("measures", "Paketförlust"), "lossy_share", "very_lossy_share"),
    "loss_mean_share": _measure(QT_TRANSLATE_NOOP("measures", "Paketförlust, medel")),
    "udp_open": _measure(QT_TRANSLATE_NOOP("measures", "UDP till reläet")),
    "tcp_open": _measure(QT_TRANSLATE_NOOP("measures", "TCP till reläet")),
    "tls_open": _measure(QT_TRANSLATE_NOOP("measures", "TLS till reläet")),
    "wireless": _measure(QT_TRANSLATE_NOOP("measures", "Trådlöst")),
}
"""In the order in which they are shown. A figure without a word is in the report, and not on the page."""

_UNSIGNED = frozenset({"off_centre_share", "clock_off_s"})
"""These are held against their limit whichever way they are off."""

MOST_DIGITS = 4

_UNITS: tuple[tuple[str, Words | str, int], ...] = (
    ("_dbfs", "dBFS", 1),
    ("_db", "dB", 1),
    ("rate_hz", PER_SECOND, 1),
    ("_hz", "Hz", 0),
    ("_kbps", "kbit/s", 0),
    ("_ms", "ms", 0),
    ("_s", "s", 1),
    ("_px", "px", 0),
    ("_stops", STOPS, 1),
    ("_faces", HEADS, 1),
    ("_lsb", "LSB", 1),
    ("_count", "", 0),
    ("_luma", "", 0),
)


def figures(verdict: Verdict) -> list[str]:
    """One line a figure: "Ansiktets ljushet (0–255): 52 (gränser 80, 95, 222)"."""
    return [_line(measure, name, verdict) for name, measure in MEASURES.items() if name in verdict.measures]


def _line(measure: Measure, name: str, verdict: Verdict) -> str:
    value = verdict.measures[name]
    if name.endswith("_open") or name == "wireless":
        return f"{measure.word()}: {(YES if value else NO)()}"
    if name in _UNSIGNED:
        value = abs(value)
    limits = sorted({verdict.limits[limit] for limit in measure.limits if limit in verdict.limits})
    unit = _unit(name)
    said = f"{measure.word()}: {_number(value, name, _digits(value, name, limits))} {unit}".strip()
    if not limits:
        return said
    numbers = ", ".join(_number(limit, name, _own_digits(limit, name)) for limit in limits)
    return f"{said} ({(LIMIT if len(limits) == 1 else LIMITS)(limits=f'{numbers} {unit}'.strip())})"


def _unit(name: str) -> str:
    if name.endswith("_share"):
        return "%"
    unit = next((unit for ending, unit, _ in _UNITS if name.endswith(ending)), "")
    return unit() if isinstance(unit, Words) else unit


def _digits(value: float, name: str, limits: list[float]) -> int:
    """The decimals of its unit, at least those of its limits, and as many more as tell it from each of them."""
    digits = 1 if name.endswith("_share") else next((digits for end, _, digits in _UNITS if name.endswith(end)), 2)
    digits = max([digits, *(_own_digits(limit, name) for limit in limits)])
    shown, others = _scaled(value, name), [_scaled(limit, name) for limit in limits if limit != value]
    apart = (d for d in range(digits, MOST_DIGITS) if round(shown, d) not in {round(other, d) for other in others})
    return next(apart, MOST_DIGITS)


def _own_digits(limit: float, name: str) -> int:
    """As many decimals as a limit has, so that 0.03 % is not shown as 0."""
    shown = _scaled(limit, name)
    return next((d for d in range(MOST_DIGITS) if abs(round(shown, d) - shown) < 1e-9), MOST_DIGITS)


def _scaled(value: float, name: str) -> float:
    return 100 * value if name.endswith("_share") else value


def _number(value: float, name: str, digits: int) -> str:
    return QLocale().toString(float(_scaled(value, name)), "f", digits)
