"""The patient page's files and the headers that fence it in."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vardklient.base.errors import ResourceError
from vardklient.base.resources import resource

# script-src 'self' alone would let an injected tag load our own files only; nothing inline runs, nothing foreign loads.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self' blob: mediastream:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(), geolocation=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "vardklient",
}
INDEX = "index.html"
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}
_FONTS = ("Inter-Regular.otf", "Inter-SemiBold.otf")


@dataclass(frozen=True, slots=True)
class PageFile:
    """One file as it goes over the wire."""

    body: bytes
    content_type: str


def page_files() -> Mapping[str, PageFile]:
    """Every file of the page by its name, read once: a request can ask for nothing else on this machine.

    Raises:
        ResourceError: the page is missing from the installation.
    """
    folder = resource("patient")
    files = {path.name: _read(path) for path in sorted(folder.iterdir()) if path.suffix in _TYPES}
    if INDEX not in files:
        raise ResourceError(f"resources/patient/{INDEX} is missing")
    for name in _FONTS:
        with contextlib.suppress(ResourceError):  # the page falls back to the system's letters
            files[name] = _read(resource(f"fonts/{name}"))
    return files


def _read(path: Path) -> PageFile:
    return PageFile(path.read_bytes(), _TYPES[path.suffix])
