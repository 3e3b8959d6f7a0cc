"""Finds codes by what units write: exact after normalising; what is close is suggested, never taken."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from yipanqi.contract.codes import Code
from yipanqi.unit.sheets.cells import compact
from yipanqi.unit.sheets.faults import CellFault, Fault

_BRACKETS = re.compile(r"[()\[\]【】]")
_SEVERAL = re.compile(r"[、,;/\n]|和|及|与")


def find_code(text: str, codes: Mapping[str, Code]) -> str | None:
    """Return the code that is spelt so, in any of its spellings; brackets and spaces don't count."""
    wanted = _key(text)
    return next((code.code for code in codes.values() for name in code.spellings if _key(name) == wanted), None)


def read_code(text: str, codes: Mapping[str, Code]) -> str:
    """Return the code of a text.

    Raises:
        CellFault: no such spelling; the closest one is suggested.
    """
    found = find_code(text, codes)
    if found is None:
        raise unknown_code(text, codes)
    return found


def read_codes(text: str, codes: Mapping[str, Code]) -> tuple[str, ...]:
    """Return the codes of a text that may name several, without repeats, in its order."""
    whole = find_code(text, codes)
    if whole:
        return (whole,)
    parts = [part for part in _SEVERAL.split(compact(text)) if part]
    return tuple(dict.fromkeys(read_code(part, codes) for part in parts))


def unknown_code(text: str, codes: Mapping[str, Code]) -> CellFault:
    """Return the fault of an unknown spelling, with the closest known one or all of them."""
    names = {_key(name): code for code in codes.values() for name in code.spellings}
    close = difflib.get_close_matches(_key(text), names, n=1, cutoff=0.6)
    if close:
        code = names[close[0]]
        hint_zh, hint_en = f"建议：{code.zh}", f"suggestion: {code.zh} ({code.en})"
    else:
        known = "、".join(code.zh for code in list(codes.values())[:20])
        hint_zh, hint_en = f"可填：{known}", f"known: {known}"
    return CellFault(Fault.UNKNOWN_CODE, "不在代码表中", "not in the code list", hint_zh, hint_en)


def _key(text: str) -> str:
    return _BRACKETS.sub("", compact(text))
