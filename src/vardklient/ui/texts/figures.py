"""The raw figures of a call, for support: one row each, as text. What is not known is a dash."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale

from vardklient.ports.engine import CallStatistics, VideoStatistics
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.texts.words import Words

_say = partial(Words, "figures")

TITLE = _say(QT_TRANSLATE_NOOP("figures", "Mätvärden"))
CLOSE = _say(QT_TRANSLATE_NOOP("figures", "Stäng mätvärdena"))
NOTHING = _say(QT_TRANSLATE_NOOP("figures", "Ingen anslutning att mäta."))
PICTURE_IN = _say(QT_TRANSLATE_NOOP("figures", "Bild in"))
PICTURE_OUT = _say(QT_TRANSLATE_NOOP("figures", "Bild ut"))
CODEC = _say(QT_TRANSLATE_NOOP("figures", "Kodning in / ut"))
FREEZES = _say(QT_TRANSLATE_NOOP("figures", "Frysningar över 200 ms"))
DELAY = _say(QT_TRANSLATE_NOOP("figures", "Bildens fördröjning, uppskattad"))
SOUND_DELAY = _say(QT_TRANSLATE_NOOP("figures", "Ljudets fördröjning, uppskattad"))
LIP_SYNC = _say(QT_TRANSLATE_NOOP("figures", "Läppsynk"))
CONCEALED = _say(QT_TRANSLATE_NOOP("figures", "Ljud som fyllts i"))
RATES = _say(QT_TRANSLATE_NOOP("figures", "Bithastighet in / ut, medel"))
TARGET = _say(QT_TRANSLATE_NOOP("figures", "Mål för bild ut"))
LOSS = _say(QT_TRANSLATE_NOOP("figures", "Paketförlust in / ut"))
ROUND_TRIP = _say(QT_TRANSLATE_NOOP("figures", "Tur och retur, jitter"))
KEY_FRAMES = _say(QT_TRANSLATE_NOOP("figures", "Nyckelbilder in / ut"))
REJOINS = _say(QT_TRANSLATE_NOOP("figures", "Nya anslutningar"))
COMPUTER = _say(QT_TRANSLATE_NOOP("figures", "Processor, minne"))

_PER_SECOND = _say(QT_TRANSLATE_NOOP("figures", "{n} bilder/s"))
_CORES = _say(QT_TRANSLATE_NOOP("figures", "{n} kärnor"))
_DASH = "–"

Row = tuple[str, str]


def rows(now: CallStatistics, before: CallStatistics | None = None) -> list[Row]:
    """What it is, and how much. Pictures a second are those since `before`, the rest since the call began."""
    video, sound = now.video_in, now.audio_in
    passed_s = 0.0 if before is None else now.seconds - before.seconds
    seen, sent = (None, None) if before is None else (before.video_in, before.video_out)
    return [
        (PICTURE_IN(), _picture(now.video_in, seen, passed_s)),
        (PICTURE_OUT(), _picture(now.video_out, sent, passed_s)),
        (CODEC(), _pair(_codec(now.video_in), _codec(now.video_out))),
        (FREEZES(), f"{video.freezes} ({_share(video.frozen_share)})"),
        (DELAY(), f"{_ms(video.latency_ms_p50)} (95 %: {_ms(video.latency_ms_p95)})"),
        (SOUND_DELAY(), _ms(sound.latency_ms_p50)),
        (LIP_SYNC(), _ms(now.lip_sync_ms)),
        (CONCEALED(), _share(sound.concealed_share)),
        (RATES(), _pair(_kbps(now.bitrate_in_kbps), _kbps(now.bitrate_out_kbps))),
        (TARGET(), _kbps(now.video_out.target_kbps)),
        (LOSS(), _pair(_share(now.loss_in_share), _share(now.loss_out_share))),
        (ROUND_TRIP(), f"{_ms(now.rtt_ms)}, {_ms(now.jitter_ms)}"),
        (KEY_FRAMES(), _pair(str(now.video_in.key_frames), str(now.video_out.key_frames))),
        (REJOINS(), str(now.rejoins)),
        (COMPUTER(), f"{_cores(now.cpu_cores)}, {_mb(now.rss_mb)}"),
    ]


def _picture(now: VideoStatistics, before: VideoStatistics | None, passed_s: float) -> str:
    size = _DASH if now.width is None or now.height is None else f"{now.width} × {now.height}"
    fps = now.fps if before is None or passed_s <= 0 else (now.frames - before.frames) / passed_s
    return f"{size}, {_PER_SECOND(n=_number(fps))}"


def _codec(video: VideoStatistics) -> str:
    if video.codec is None:
        return _DASH
    return video.codec if video.encoder is None else f"{video.codec} ({video.encoder})"


def _pair(first: str, second: str) -> str:
    return f"{first} / {second}"


def _number(value: float | None, digits: int = 1) -> str:
    return _DASH if value is None else QLocale().toString(float(value), "f", digits)


def _with(unit: str, text: str) -> str:
    return text if text == _DASH else f"{text} {unit}"


def _ms(value: float | None) -> str:
    return _with("ms", _number(value, 0))


def _kbps(value: float | None) -> str:
    return _with("kbit/s", _number(value, 0))


def _share(value: float | None) -> str:
    return _with("%", _number(None if value is None else 100 * value))


def _cores(value: float | None) -> str:
    return _DASH if value is None else _CORES(n=_number(value, 2))


def _mb(value: float | None) -> str:
    return _with("MB", _number(value, 0))
