from __future__ import annotations

import gc
from pathlib import Path

import av
import pytest

from tests.calls.video.talkinghead import decoder, picture
from vardklient.calls.video.coded import USUAL_TICKS
from vardklient.calls.video.libvpx import Libvpx, LibvpxError, Setting, Stream, find, shared
from vardklient.calls.video.vp8 import LiveVp8, prove, proved, setting, threads
from vardklient.calls.video.vpxlayout import DEFAULTS

HERE = Path(av.__file__).parent


def test_it_is_found_in_the_wheel_of_this_system() -> None:
    assert proved() is shared()
    assert proved().version.startswith("v1.")


@pytest.mark.parametrize(
    "name",
    [
        "av.libs/libvpx-edb6de90.so.12.0.0",
        "av/.dylibs/libvpx.12.dylib",
        "av.libs/libvpx-1-d869f8b2cb42d58b35545ffbfb0f7509.dll",
        "av/vpx-1.dll",
    ],
)
def test_it_is_found_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "av").mkdir()
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    assert find(tmp_path / "av").samefile(tmp_path / name)


def test_a_wheel_without_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(LibvpxError, match="no libvpx"):
        find(tmp_path)


def test_what_is_no_library_is_refused(tmp_path: Path) -> None:
    (tmp_path / "libvpx.so").write_text("nothing")
    with pytest.raises(LibvpxError, match=r"libvpx\.so"):
        Libvpx(tmp_path / "libvpx.so")


def test_a_library_that_lacks_a_function_is_refused() -> None:
    import _ctypes

    with pytest.raises(LibvpxError, match="vpx_codec"):
        Libvpx(Path(_ctypes.__file__))


@pytest.mark.parametrize("interfaces", [(), (38,), (40, 7)])
def test_an_interface_that_is_not_known_is_refused(interfaces: tuple[int, ...]) -> None:
    with pytest.raises(LibvpxError, match="do not know"):
        Libvpx(find(HERE), interfaces)


def test_defaults_at_other_places_are_refused() -> None:
    with pytest.raises(LibvpxError, match="kf_max"):
        Libvpx(find(HERE), defaults={**DEFAULTS, "kf_max": 9999})


class EveryPictureKey(Libvpx):
    def open(self, width: int, height: int, kbps: int, setting: Setting) -> Stream:
        return super().open(width, height, kbps, setting._replace(config={**setting.config, "kf_mode": 1, "kf_max": 0}))


def test_a_library_that_behaves_otherwise_is_refused() -> None:
    with pytest.raises(LibvpxError, match="wrong kind"):
        prove(EveryPictureKey(find(HERE)))


class Shifted(Stream):
    def encode(self, picture: av.VideoFrame, ticks: int, duration: int, key: bool) -> tuple[bytes, bool] | None:
        rows = 255 - picture.to_ndarray()
        return super().encode(av.VideoFrame.from_ndarray(rows, format="yuv420p"), ticks, duration, key)


class OtherPixels(Libvpx):
    def open(self, width: int, height: int, kbps: int, setting: Setting) -> Stream:
        stream = super().open(width, height, kbps, setting)
        stream.__class__ = Shifted
        return stream


def test_a_library_that_shows_something_else_is_refused() -> None:
    with pytest.raises(LibvpxError, match="steps"):
        prove(OtherPixels(find(HERE)))


def test_bad_settings_are_said_in_words() -> None:
    before = Stream.opened
    with pytest.raises(LibvpxError, match="open"):
        shared().open(64, 48, 300, Setting({"timebase_den": 0}, ()))
    with pytest.raises(LibvpxError, match="control 9999"):
        shared().open(64, 48, 300, Setting({}, ((9999, 1),)))
    assert Stream.opened == before


def test_a_stream_takes_pictures_of_its_own_kind_only() -> None:
    with shared().open(64, 48, 300, setting(64, 48)) as stream:
        with pytest.raises(LibvpxError, match=r"64, 48"):
            stream.encode(picture(0, 320, 180), 0, USUAL_TICKS, False)
        with pytest.raises(LibvpxError, match=r"64, 48"):
            stream.encode(av.VideoFrame(64, 48, "rgb24"), 0, USUAL_TICKS, False)
    with pytest.raises(LibvpxError, match="closed"):
        stream.encode(av.VideoFrame(64, 48, "yuv420p"), 0, USUAL_TICKS, False)


def test_odd_sizes_are_coded_as_they_are() -> None:
    eye = decoder("libvpx")
    with shared().open(65, 49, 300, setting(65, 49)) as stream:
        coded = stream.encode(av.VideoFrame(65, 49, "yuv420p"), 0, USUAL_TICKS, False)
    assert coded is not None
    assert [(p.width, p.height) for p in eye.decode(av.Packet(coded[0]))] == [(65, 49)]


def test_no_stream_is_left_behind() -> None:
    before = Stream.opened
    codec = LiveVp8(proved())
    for count in range(12):
        size = (320, 180) if count % 2 else (640, 360)
        codec.encode(picture(count, *size), 3000, False, 500_000)
        assert Stream.opened == before + 1
    codec.close()
    codec.close()
    assert Stream.opened == before
    codec.encode(picture(0, 320, 180), 3000, False, 500_000)
    del codec
    gc.collect()
    assert Stream.opened == before


def test_two_threads_only_where_they_help() -> None:
    assert [threads(1280, 720, cores) for cores in (1, 2, 3, 8)] == [1, 1, 2, 2]
    assert threads(640, 360, 8) == 1
