"""Searches what a program left behind for what it must not leave: words of patients, sound and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")

# the beginnings of files that hold sound or pictures
MEDIA = {
    "WAV": re.compile(rb"RIFF....WAVE", re.DOTALL),
    "AVI": re.compile(rb"RIFF....AVI ", re.DOTALL),
    "WebP": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "OGG": re.compile(rb"OggS"),
    "WebM": re.compile(rb"\x1aE\xdf\xa3"),
    "MP4": re.compile(rb"....ftyp", re.DOTALL),
    "FLAC": re.compile(rb"fLaC"),
    "MP3": re.compile(rb"ID3"),
    "PNG": re.compile(rb"\x89PNG"),
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "Y4M": re.compile(rb"YUV4MPEG2"),
}


def spellings(word: str) -> set[bytes]:
    """The word as it may stand in a file."""
    found = set()
    for encoding in ENCODINGS:
        for written in (word, word.lower(), word.upper()):
            try:
                found.add(written.encode(encoding))
            except UnicodeEncodeError:  # not a letter of Western Europe
                continue
    return found


def words_in(content: bytes, words: Iterable[str]) -> set[str]:
    """Which of the words are in there, in any of the encodings, large or small."""
    return {word for word in words if any(spelling in content for spelling in spellings(word))}


def media_in(content: bytes) -> set[str]:
    """Which kind of sound or picture file this is, by its beginning."""
    return {kind for kind, magic in MEDIA.items() if magic.match(content)}


def files_in(folder: Path) -> Iterator[Path]:
    """Every file below the folder that is no folder."""
    return (path for path in sorted(folder.rglob("*")) if not path.is_dir() or path.is_symlink())


def findings(folder: Path, words: Iterable[str]) -> list[str]:
    """`place: what` for everything below the folder that must not be there; the names of files are searched too."""
    words = tuple(words)
    found = []
    for path in sorted(folder.rglob("*")):
        place = str(path.relative_to(folder))
        target = str(path.readlink()) if path.is_symlink() else ""
        content = path.read_bytes() if path.is_file() else b""
        named = words_in(f"{place} {target}".encode(errors="replace"), words)
        found += [f"{place}: {what}" for what in sorted(words_in(content, words) | named | media_in(content))]
    return found
