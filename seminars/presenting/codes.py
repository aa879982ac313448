"""QR codes as drawings in the page: made here, so that no address is shown to a service elsewhere."""

from __future__ import annotations

from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe

# The white edge that readers need (ISO/IEC 18004), in modules.
QUIET = 4


# The search for the best mask takes tens of milliseconds.
@lru_cache(maxsize=256)
def qr_code(text: str) -> SafeString:
    """An SVG element with the QR code of `text`, black on white in every colour scheme, a quarter spare.

    '' for what no code holds: more than some two thousand octets.
    """
    try:
        code = segno.make(text, error="m", micro=False)
    except segno.DataOverflowError:
        return SafeString("")
    drawn = code.svg_inline(border=QUIET, light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    # segno writes numbers and our own class name, never the text itself.
    return mark_safe(drawn)
