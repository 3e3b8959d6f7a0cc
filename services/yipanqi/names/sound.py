"""How a name sounds: toneless pinyin, for names that are told apart on paper only (华星, 华兴)."""

from __future__ import annotations


def sound(key: str) -> str:
    """Return the toneless pinyin of a comparable name without spaces; Latin letters and digits stay as they are."""
    if key.isascii():
        return key
    # Its dictionaries take half a second to load: a service's start does not wait for them.
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(key, style=Style.NORMAL))
