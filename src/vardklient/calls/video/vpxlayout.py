"""What libvpx's public headers say: numbers, memory layouts, functions (`vpx_encoder.h`, `vpx_image.h`, `vp8cx.h`)."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_byte, c_char_p, c_int, c_int64, c_long, c_size_t, c_uint, c_uint32, c_ulong, c_void_p
from typing import Any

KNOWN_INTERFACES = (39,)
"""`VPX_ENCODER_ABI_VERSION`, for which all below holds: that of libvpx 1.16, in PyAV 18.1's wheels for Linux, macOS and
Windows alike."""
VERSION_MISMATCH = 3
I420 = 0x102
CBR = 1
KEY_FRAME = 1
REALTIME = 1
FRAME_PACKET = 0
CPU_USED, NOISE_SENSITIVITY, STATIC_THRESHOLD, TOKEN_PARTITIONS, MAX_INTRA_PCT = 13, 15, 17, 18, 26
"""Of `enum vp8e_enc_control_id`."""


class Config(ctypes.Structure):
    """`vpx_codec_enc_cfg_t`; what comes after `kf_max` is only carried along."""

    _fields_ = (
        *(
            (name, c_uint)
            for name in ("usage", "threads", "profile", "width", "height", "bit_depth", "input_bit_depth")
        ),
        ("timebase_num", c_int),
        ("timebase_den", c_int),
        *((name, c_uint) for name in ("error_resilient", "passes", "lag", "drop_threshold", "resize_allowed")),
        *((name, c_uint) for name in ("scaled_width", "scaled_height", "resize_up", "resize_down", "rate_control")),
        *((("stats", c_void_p)), ("stats_size", c_size_t), ("mb_stats", c_void_p), ("mb_stats_size", c_size_t)),
        *((name, c_uint) for name in ("kbps", "min_q", "max_q", "undershoot_pct", "overshoot_pct")),
        *((name, c_uint) for name in ("buffer_ms", "buffer_initial_ms", "buffer_optimal_ms")),
        *((name, c_uint) for name in ("vbr_bias", "vbr_min", "vbr_max", "vbr_corpus", "kf_mode", "kf_min", "kf_max")),
        ("rest", c_byte * 4096),
    )


class Image(ctypes.Structure):
    """`vpx_image_t`."""

    _fields_ = (
        *((name, c_int) for name in ("format", "color_space", "color_range")),
        *((name, c_uint) for name in ("stored_width", "stored_height", "bit_depth", "width", "height")),
        *((name, c_uint) for name in ("render_width", "render_height", "chroma_shift_x", "chroma_shift_y")),
        ("planes", c_void_p * 4),
        ("strides", c_int * 4),
        ("rest", c_byte * 256),
    )


class Packet(ctypes.Structure):
    """The head of `vpx_codec_cx_pkt_t` for a frame."""

    _fields_ = (
        ("kind", c_int),
        ("data", c_void_p),
        ("size", c_size_t),
        ("pts", c_int64),
        ("duration", c_ulong),
        ("flags", c_uint32),
    )


Context = c_byte * 1024
"""`vpx_codec_ctx_t` is opaque to us and has some 56 bytes."""
FUNCTIONS: tuple[tuple[str, Any, list[Any]], ...] = (
    ("vpx_codec_version_str", c_char_p, []),
    ("vpx_codec_err_to_string", c_char_p, [c_int]),
    ("vpx_codec_vp8_cx", c_void_p, []),
    ("vpx_codec_enc_config_default", c_int, [c_void_p, POINTER(Config), c_uint]),
    ("vpx_codec_enc_init_ver", c_int, [POINTER(Context), c_void_p, POINTER(Config), c_long, c_int]),
    ("vpx_codec_enc_config_set", c_int, [POINTER(Context), POINTER(Config)]),
    # variadic: only the fixed arguments are named, so that ctypes calls it as such (Apple's arm64 needs that)
    ("vpx_codec_control_", c_int, [POINTER(Context), c_int]),
    ("vpx_codec_encode", c_int, [POINTER(Context), POINTER(Image), c_int64, c_ulong, c_long, c_ulong]),
    ("vpx_codec_get_cx_data", POINTER(Packet), [POINTER(Context), POINTER(c_void_p)]),
    ("vpx_codec_destroy", c_int, [POINTER(Context)]),
    ("vpx_img_wrap", c_void_p, [POINTER(Image), c_int, c_uint, c_uint, c_uint, c_void_p]),
)
DEFAULTS = {
    "usage": 0,
    "width": 320,
    "height": 240,
    "bit_depth": 8,
    "input_bit_depth": 8,
    "timebase_num": 1,
    "timebase_den": 30,
    "kbps": 256,
    "min_q": 4,
    "max_q": 63,
    "undershoot_pct": 100,
    "overshoot_pct": 100,
    "buffer_ms": 6000,
    "buffer_initial_ms": 4000,
    "buffer_optimal_ms": 5000,
    "kf_mode": 1,
    "kf_min": 0,
    "kf_max": 128,
}
"""What libvpx sets for VP8 before we do: when these are at their places, so is everything between them."""
