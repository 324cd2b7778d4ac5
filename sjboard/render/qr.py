"""QR codes as pictures, black on white with their quiet zone: SVG of any size, PNG for Word."""

from __future__ import annotations

import io
from functools import lru_cache


@lru_cache(maxsize=512)
def qr_svg(url: str) -> bytes:
    """Draw a QR code that says ``url``. The same address always gives the same bytes."""
    import segno  # noqa: PLC0415 - a code is drawn once for a school

    code = segno.make(url, micro=False, error="m")
    out = io.BytesIO()
    code.save(
        out,
        kind="svg",
        border=4,
        light="#fff",
        dark="#000",
        omitsize=True,
        svgclass=None,
        lineclass=None,
        xmldecl=False,
    )
    return out.getvalue()


def qr_png(url: str) -> bytes:
    """Draw a QR code that says ``url``, fine enough for print: Word shows no SVG."""
    import segno  # noqa: PLC0415 - as above

    out = io.BytesIO()
    segno.make(url, micro=False, error="m").save(out, kind="png", border=4, scale=12)
    return out.getvalue()
