"""What every judge says of made-up readings: all the figures and limits that can come to a page or into a report."""

from __future__ import annotations

import numpy as np

from vardklient.checks import (
    background,
    backlight,
    bandwidth,
    camera_choice,
    clipping,
    company,
    default_device,
    dropouts,
    echo,
    flicker,
    framing,
    headset,
    hum,
    level,
    light,
    liveness,
    network,
    noise,
    rate,
    sharpness,
    silence,
)
from vardklient.checks.device_names import load_device_names
from vardklient.checks.limits import load_limits
from vardklient.checks.probe import SweepReading
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.device import DeviceList
from vardklient.domain.network import LinkKind, MediaReading, MediaWindow, NetworkReading, RelayState, ServerReach
from vardklient.domain.verdict import Verdict


def every_verdict() -> tuple[Verdict, ...]:
    """Of every check at least one, with all that it can measure."""
    return (*_picture(), *_sound(), *_devices(), _network())


def _picture() -> list[Verdict]:
    limits = load_limits()
    lit = light.LightReading(
        scene_mean_luma=120.0,
        scene_p90_luma=180.0,
        scene_p99_luma=220.0,
        face_luma=150.0,
        face_clipped_share=0.01,
        sides_stops=0.2,
        body_ratio=2.0,
    )
    rows_luma = np.full(180, 140, np.float32)
    moving = [flicker.FlickerReading(n / 30, n, rows_luma) for n in range(40)]
    still = [liveness.LivenessReading(n / 30, 1.0, 128.0, 20.0, 200.0, False, 0.1) for n in range(40)]
    return [
        light.judge([lit] * 3, limits.light),
        backlight.judge([backlight.BacklightReading(120.0, 2.0, 0.01, 2.0)] * 3, limits.backlight),
        framing.judge([framing.FramingReading(0.3, -0.02, 0.1, 0.4, 1.0)] * 3, limits.framing),
        background.judge([background.BackgroundReading(0.1)] * 3, limits.background),
        company.judge([company.CompanyReading(1)] * 2, limits.company),
        sharpness.judge([sharpness.SharpnessReading(0.4)] * 3, limits.sharpness),
        liveness.judge(still, limits.liveness),
        flicker.judge(moving, limits.flicker),
        rate.judge([rate.measure(1280, 720, n / 30, n) for n in range(30)], limits.rate),
    ]


def _sound() -> list[Verdict]:
    limits = load_sound_limits()
    quiet = noise.NoiseReading(-70.0, 3.0, 40.0, 1.5)
    return [
        level.judge(level.LevelReading(-26.0, 0.6, -70.0, 44.0, 5.0), limits.level),
        silence.judge(silence.SilenceReading(4000.0, 2.0), limits.silence),
        clipping.judge(clipping.ClippingReading(0.0, 0, 0.5, 5.0), limits.clipping),
        noise.judge(quiet, limits.noise, limits.silence),
        hum.judge(hum.HumReading(20.0, -70.0, 1.0, 50.0, 40.0, 1.5), limits.hum, limits.silence),
        dropouts.judge(dropouts.DropoutReading(0, 0, 0.0, 4000.0, 5.0), limits.dropouts, limits.silence),
        bandwidth.judge(bandwidth.BandwidthReading(24_000.0, True, 3.0), limits.bandwidth),
        echo.judge(echo.EchoReading(True, -26.0), True),
    ]


def _devices() -> list[Verdict]:
    limits, names = load_sound_limits().headset, load_device_names()
    heard, unheard = (SweepReading(there, 0.06, 50.0, 60.0, 12.0, 0.2) for there in (True, False))
    return [
        *(headset.judge(headset.HeadsetReading(path, 3), limits) for path in (heard, unheard, None)),
        default_device.judge_default_device("Jabra", "Jabra", DeviceList(), names),
        default_device.judge_loudest("Jabra", {"Jabra": -26.0, "SpeechMike": -40.0}, ()),
        camera_choice.judge_camera_choice("LifeCam", (), names),
    ]


def _network() -> Verdict:
    works = RelayState.WORKS
    media = MediaReading(30.0, 3.0, 2700.0, (MediaWindow(160, 0),) * 5)
    reading = NetworkReading(
        LinkKind.CABLE, ServerReach.REACHED, 20.0, -0.4, works, works, works, media, 20_000.0, 50_000.0
    )
    return network.judge(reading, network.load_network_limits())
