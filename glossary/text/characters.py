"""Which characters files cannot hold, whatever is tried: one list for all that stores or writes.

XML 1.0 has no place for the first (its production Char), not even as references; tables do not take
a DEL either.
"""

from __future__ import annotations

import re

_NOT_IN_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
NOT_IN_XML = re.compile(f"[{_NOT_IN_XML}]")
NOT_IN_EVERY_FILE = re.compile(f"[{_NOT_IN_XML}\x7f]")
