"""What the browser shows when it has brought back the answer of a sign-in."""

from __future__ import annotations

_PAGE = """<!DOCTYPE html>
<html lang="sv"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Vårdklient</title>
<link rel="icon" href="data:,"><style>
:root {{ color-scheme: light dark; font: 1.25rem/1.5 system-ui, sans-serif }}
main {{ max-width: 32rem; margin: 15vh auto; padding: 0 1rem }} h1 {{ font-size: 1.6rem }}
</style></head><body><main><h1>{heading}</h1><p>Gå tillbaka till Vårdklient. Du kan stänga fönstret.</p>
<p lang="en">{english} Go back to Vårdklient. You can close this window.</p></main></body></html>
"""
DONE_PAGE = _PAGE.format(heading="Tack, det här är klart.", english="Thank you, this is done.")
NOT_DONE_PAGE = _PAGE.format(heading="Inloggningen blev inte av.", english="You have not been signed in.")
FOREIGN_PAGE = _PAGE.format(heading="Sidan hör inte till någon inloggning.", english="This page belongs to no sign-in.")
