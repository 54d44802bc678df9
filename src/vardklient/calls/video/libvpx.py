"""The libvpx that PyAV's wheel carries, reached by its public C interface.

PyAV's own binding ignores a new rate in mid-stream; libvpx itself takes one without a key frame. The memory layouts are
used only for versions of the interface that are listed, and only after the library's own default values were found
where they belong.
"""

from __future__ import annotations

import ctypes
import functools
import weakref
from collections.abc import Iterator, Mapping, Sequence
from ctypes import byref, c_byte, c_int, c_void_p
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import av

from vardklient.calls.video.vpxlayout import (
    DEFAULTS,
    FRAME_PACKET,
    FUNCTIONS,
    I420,
    KEY_FRAME,
    KNOWN_INTERFACES,
    REALTIME,
    VERSION_MISMATCH,
    Config,
    Context,
    Image,
)

if TYPE_CHECKING:
    from av import VideoFrame

WHERE = (
    "../av.libs/libvpx*.so*",  # Linux
    ".dylibs/libvpx*.dylib",  # macOS
    "../av.libs/*vpx*.dll",  # Windows
    "*vpx*.dll",
)
"""Beside PyAV's package, as its wheels of 18.1.0 are laid out."""


class LibvpxError(Exception):
    """libvpx is not there, is not one that we know, or refused something."""


class Setting(NamedTuple):
    """How one stream is coded. The fields of `config` are those of `Config`; `controls` as (control, value)."""

    config: dict[str, int]
    controls: tuple[tuple[int, int], ...]


class Libvpx:
    """The library, bound and found to be one that we know.

    Args:
        path: the shared library.
        interfaces: versions of its interface that are known.
        defaults: what it sets by itself, to be found at their places.

    Raises:
        LibvpxError: it cannot be loaded, lacks a function, or is laid out in another way than we know.
    """

    def __init__(
        self, path: Path, interfaces: Sequence[int] = KNOWN_INTERFACES, defaults: Mapping[str, int] = DEFAULTS
    ) -> None:
        try:
            # ctypes calls it without the interpreter's lock: coding a picture holds up nobody
            library = ctypes.CDLL(str(path))
            for name, result, arguments in FUNCTIONS:
                function = getattr(library, name)
                function.restype, function.argtypes = result, arguments
        except (OSError, AttributeError) as error:
            raise LibvpxError(f"{path.name}: {error}") from error
        self._library: Any = library
        self.version: str = library.vpx_codec_version_str().decode()
        self._codec = library.vpx_codec_vp8_cx()
        self._check_layouts(defaults)
        self._interface = self._find_interface(interfaces)

    def config(self, **values: int) -> Config:
        """The defaults of libvpx, with these values."""
        config = Config()
        self.check(self._library.vpx_codec_enc_config_default(self._codec, byref(config), 0), "defaults")
        for name, value in values.items():
            setattr(config, name, value)
        return config

    def open(self, width: int, height: int, kbps: int, setting: Setting) -> Stream:
        """A new stream of pictures of this size; it must be closed."""
        config = self.config(width=width, height=height, kbps=kbps, **setting.config)
        context = Context()
        result = self._library.vpx_codec_enc_init_ver(context, self._codec, byref(config), 0, self._interface)
        self.check(result, f"open {width}x{height}")
        stream = Stream(self, self._library, context, config)
        try:
            for control, value in setting.controls:
                self.check(self._library.vpx_codec_control_(context, control, c_int(value)), f"control {control}")
        except LibvpxError:
            stream.close()
            raise
        return stream

    def check(self, result: int, what: str) -> None:
        """Raise what libvpx answered, unless it is OK."""
        if result:
            raise LibvpxError(f"{what}: {self._library.vpx_codec_err_to_string(result).decode()}")

    def wrap(self, width: int, height: int) -> Image:
        """The head of an I420 picture of this size that is still without pixels."""
        image = Image()
        # any address will do: it is only calculated with, and replaced for every picture
        if not self._library.vpx_img_wrap(byref(image), I420, width, height, 1, ctypes.addressof(image)):
            raise LibvpxError(f"no picture of {width}x{height}")
        return image

    def _check_layouts(self, defaults: Mapping[str, int]) -> None:
        found = self.config()
        wrong = {name: getattr(found, name) for name, value in defaults.items() if getattr(found, name) != value}
        if wrong:
            raise LibvpxError(f"{self.version}: settings are not where they were: {wrong}")
        image = self.wrap(48, 32)
        start = ctypes.addressof(image)
        planes = [start, start + 48 * 32, start + 48 * 32 + 24 * 16]
        if list(image.planes)[:3] != planes or list(image.strides)[:3] != [48, 24, 24]:
            raise LibvpxError(f"{self.version}: pictures are laid out differently")

    def _find_interface(self, interfaces: Sequence[int]) -> int:
        """The library tells the number of its interface only by refusing the others."""
        for number in interfaces:
            context, config = Context(), self.config()
            result = self._library.vpx_codec_enc_init_ver(context, self._codec, byref(config), 0, number)
            if result == 0:
                self._library.vpx_codec_destroy(context)
                return number
            if result != VERSION_MISMATCH:
                self.check(result, "open")
        raise LibvpxError(f"{self.version}: an interface that we do not know")


class Stream:
    """One VP8 stream of one size. Use as a context manager, or close it."""

    opened = 0
    """Streams that are open in this process; for the tests."""

    def __init__(self, libvpx: Libvpx, library: Any, context: ctypes.Array[c_byte], config: Config) -> None:
        self._libvpx, self._library = libvpx, library
        self._context, self._config = context, config
        self._image = libvpx.wrap(config.width, config.height)
        Stream.opened += 1
        self.close = weakref.finalize(self, _destroy, library, context)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._config.width, self._config.height

    def set_kbps(self, kbps: int) -> None:
        """Another rate from the next picture on, without a key frame."""
        self._config.kbps = kbps
        self._libvpx.check(self._library.vpx_codec_enc_config_set(self._context, byref(self._config)), f"{kbps} kbit/s")

    def encode(self, picture: VideoFrame, ticks: int, duration: int, key: bool) -> tuple[bytes, bool] | None:
        """Code a yuv420p picture of this stream's size.

        Args:
            picture: whose pixels are read in place.
            ticks: its time, in units of the configured time base; grows with every call.
            duration: how long it lasts.
            key: make a key frame.

        Returns:
            The bytes and whether they are a key frame; None when libvpx dropped the picture.
        """
        if not self.close.alive:
            raise LibvpxError("closed")
        if (picture.width, picture.height) != self.size or picture.format.name != "yuv420p":
            raise LibvpxError(f"{picture} in a stream of {self.size}")
        for index, plane in enumerate(picture.planes):
            self._image.planes[index], self._image.strides[index] = plane.buffer_ptr, plane.line_size
        flags = KEY_FRAME if key else 0
        result = self._library.vpx_codec_encode(self._context, byref(self._image), ticks, duration, flags, REALTIME)
        self._libvpx.check(result, "encode")
        packets = list(self._packets())
        return (b"".join(data for data, _ in packets), any(key for _, key in packets)) if packets else None

    def _packets(self) -> Iterator[tuple[bytes, bool]]:
        walker = c_void_p(None)
        while packet := self._library.vpx_codec_get_cx_data(self._context, byref(walker)):
            found = packet.contents
            if found.kind == FRAME_PACKET:
                yield ctypes.string_at(found.data, found.size), bool(found.flags & KEY_FRAME)


def _destroy(library: Any, context: ctypes.Array[c_byte]) -> None:
    library.vpx_codec_destroy(context)
    Stream.opened -= 1


def find(package: Path) -> Path:
    """The library beside this folder of the package `av`.

    Raises:
        LibvpxError: there is none.
    """
    for pattern in WHERE:
        folder, name = package / Path(pattern).parent, Path(pattern).name
        if found := sorted(folder.glob(name)):
            return found[0]
    raise LibvpxError("no libvpx beside PyAV")


@functools.cache
def shared() -> Libvpx:
    """The library, bound once.

    Raises:
        LibvpxError: it is not there or not one that we know.
    """
    return Libvpx(find(Path(av.__file__).parent))
