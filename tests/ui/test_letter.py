from __future__ import annotations

import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from tests.ui.invitations import LINKS, VISIT, WORDS, invitation
from vardklient.domain.invitation import Invitation, compose, guests
from vardklient.domain.visit import Kind
from vardklient.ui.application import Dress
from vardklient.ui.letter import write_pdf

DOTS_PER_POINT = 2.0


def page(path: Path) -> tuple[QPdfDocument, QImage]:
    document = QPdfDocument()
    assert document.load(str(path)) is QPdfDocument.Error.None_
    size = document.pagePointSize(0) * DOTS_PER_POINT
    paper = QImage(QSize(round(size.width()), round(size.height())), QImage.Format.Format_RGB888)
    paper.fill("white")
    painter = QPainter(paper)
    painter.drawImage(0, 0, document.render(0, paper.size()))  # whose ground is clear
    painter.end()
    return document, paper


def codes(paper: QImage) -> list[str]:
    """What a phone's camera would read."""
    picture = paper.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(np.ascontiguousarray(rows[:, : picture.width()]))
    return [text] if text else []


def said(document: QPdfDocument) -> str:
    return "".join(document.getAllText(0).text().split())


def every() -> list[Invitation]:
    visits = [replace(VISIT, kind=kind) for kind in (Kind.ONE_TO_ONE, Kind.GROUP, Kind.DIGI_PHYSICAL)]
    return [compose(v, guest, words) for v in visits for guest in guests(v, LINKS) for words in WORDS.values()]


@pytest.mark.parametrize("shown", every(), ids=lambda i: f"{i.language}-{i.way}-{i.guest.role}-{i.to[-5:]}")
def test_a_letter_is_one_page_with_all_its_words_and_a_code_that_leads_where_its_link_does(
    dress: Dress, tmp_path: Path, shown: Invitation
) -> None:
    path = tmp_path / "letter.pdf"
    write_pdf(shown, path)
    document, picture = page(path)
    assert document.pageCount() == 1
    assert codes(picture) == ([shown.link] if shown.link else [])
    text = said(document)
    for words in (shown.to, shown.lead, shown.when, *shown.points, shown.closing, shown.footer, shown.link):
        assert "".join(words.split()) in text
    document.close()


def test_a_long_address_still_has_room(dress: Dress, tmp_path: Path) -> None:
    link = "https://videobesok.en-mycket-lang-regions-och-kommunadress.example.se/visit#" + "Il1O0" * 4 + "xy"
    path = tmp_path / "letter.pdf"
    write_pdf(replace(invitation(), link=link), path)
    document, picture = page(path)
    assert codes(picture) == [link]
    assert link in said(document)
    document.close()


def test_only_the_user_can_read_it(dress: Dress, tmp_path: Path) -> None:
    write_pdf(invitation(), tmp_path / "letter.pdf")
    assert stat.S_IMODE((tmp_path / "letter.pdf").stat().st_mode) & 0o077 == 0


def test_an_older_letter_that_others_could_read_is_theirs_no_more(dress: Dress, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"older and longer" * 100_000)
    path.chmod(0o644)
    write_pdf(invitation(), path)
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert path.read_bytes().startswith(b"%PDF")
    assert b"older" not in path.read_bytes()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_where_the_disk_is_full_that_is_said_and_the_device_is_left_as_it_is(dress: Dress, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space"):
        write_pdf(invitation(), path)
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit to a file's size")
def test_of_a_letter_that_could_not_be_written_whole_nothing_is_left(tmp_path: Path) -> None:
    """In a process of its own, whose files may only be small."""
    code = (
        "import resource, signal, sys; from pathlib import Path; from vardklient.ui.outfile import write_private\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_private(Path(sys.argv[1]), bytes(5000))\n"
        "except OSError: print('said')\n"
    )
    path = tmp_path / "letter.pdf"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout == "said\n"
    assert not path.exists()


def test_where_it_cannot_be_written_that_is_said(dress: Dress, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        write_pdf(invitation(), tmp_path / "nowhere" / "letter.pdf")
