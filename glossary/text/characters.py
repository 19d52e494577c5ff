"""Characters that files cannot hold: one list for everything that stores or writes text.

XML 1.0 does not allow the first group (its production Char), not even as character references;
tables cannot hold a DEL either.
"""

from __future__ import annotations

import re

_NOT_IN_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
NOT_IN_XML = re.compile(f"[{_NOT_IN_XML}]")
NOT_IN_EVERY_FILE = re.compile(f"[{_NOT_IN_XML}\x7f]")
