"""Ids of enterprises that stand for one entity though they are written differently."""

from __future__ import annotations

import re

_FOREIGN = "foreign:"
_NO_LETTER = re.compile(r"[^0-9A-Z]")
_CREDIT_LENGTH = 18


def id_form(id_: str) -> str:
    """Return what two ids of one entity have in common.

    Of a unified social credit code: characters 9 to 17, the entity's own code (GB 11714; the others tell the registry,
    its place and a check). Of a foreign number: country and number without separators, case and leading zeros.
    """
    if id_.startswith(_FOREIGN):
        country, _, number = id_[len(_FOREIGN) :].partition(":")
        plain = _NO_LETTER.sub("", number.upper())
        return f"{country}:{plain.lstrip('0') or plain}"
    return id_[8:17] if len(id_) == _CREDIT_LENGTH else id_
