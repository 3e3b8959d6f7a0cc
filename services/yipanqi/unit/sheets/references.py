"""Local numbers and the ids made of them: a unit's own, and those by which it refers to another unit's records."""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid

from yipanqi.contract.catalog import Catalog
from yipanqi.models.base import AGGREGATE_ID
from yipanqi.unit.sheets.cells import normal
from yipanqi.unit.sheets.faults import CellFault, Fault

_NUMBER = re.compile(r"^[0-9A-Za-z][0-9A-Za-z._-]{0,99}$")
_REMARK = re.compile(r"^(.*?)[(\[【]([^()\[\]【】]*)[)\]】]$")


def local_number(text: str) -> tuple[str, str]:
    """Return a local number in the characters of an id, and what stood in brackets behind it.

    Raises:
        CellFault: other characters than letters, digits, dot, underscore and hyphen remain.
    """
    plain = normal(text).replace(" ", "")
    remark = ""
    bracketed = _REMARK.match(plain)
    if bracketed and bracketed[1]:
        plain, remark = bracketed[1], bracketed[2]
    if not _NUMBER.match(plain):
        raise CellFault(
            Fault.BAD_NUMBER,
            "编号只能由字母、数字和 . _ - 组成，最长 100 位",
            "a number consists of letters, digits and . _ - only, 100 at most",
            "请改写编号，如 ZS2020-001",
            "rewrite the number, such as ZS2020-001",
        )
    return plain, remark


def aggregate_id(unit: str, aggregate: str, number: str) -> str:
    """Return the id of a unit's record."""
    return f"{unit}-{aggregate}-{number}"


def own_id(text: str, aggregate: str, unit: str) -> str:
    """Return the id of a unit's own record by its local number, or the full id that is written instead.

    Raises:
        CellFault: as for a local number.
    """
    if AGGREGATE_ID.match(text.strip()) and f"-{aggregate}-" in text:
        return text.strip()
    number, _remark = local_number(text)
    return aggregate_id(unit, aggregate, number)


def opaque_id(unit: str, aggregate: str, number: str, salt: int) -> str:
    """Return an id that does not tell the unit: a UUID that only who has the unit's secret can make of the number."""
    key = salt.to_bytes(8, "big", signed=True)
    made = hmac.new(key, f"{unit}\n{aggregate}\n{number}".encode(), hashlib.sha256).digest()
    return str(uuid.UUID(bytes=made[:16], version=5))


def referred_id(text: str, aggregate: str, catalog: Catalog) -> str:
    """Return the id that a local number refers to, by the longest prefix that a unit declares for its numbers.

    Raises:
        CellFault: no unit's numbers begin so; the full id can be written instead.
    """
    if AGGREGATE_ID.match(text.strip()) and f"-{aggregate}-" in text:
        return text.strip()
    number, _remark = local_number(text)
    owners = [
        (len(prefix), unit)
        for unit, entry in catalog.units.items()
        for prefix in entry.numbers.get(aggregate, ())
        if number.casefold().startswith(prefix.casefold())
    ]
    if not owners:
        zh = catalog.aggregates[aggregate].zh
        raise CellFault(
            Fault.UNKNOWN_OWNER,
            f"看不出是哪个单位的{zh}：编号前缀未登记",
            f"no unit's {aggregate} numbers begin so",
            f"请核对编号，或写全称，如 snd-group-{aggregate}-001",
            f"check the number, or write the full id, such as snd-group-{aggregate}-001",
        )
    return aggregate_id(max(owners)[1], aggregate, number)
