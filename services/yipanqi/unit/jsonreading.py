"""Reading JSON from outside: bounded in depth, no key twice, no NaN, no guess at the encoding."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from yipanqi.unit.problems import refused

MAX_DEPTH = 12
MAX_KEY = 120


class _TwiceError(ValueError):
    pass


def read_json(body: bytes) -> Any:
    """Return the value of a UTF-8 JSON document.

    Raises RequestRefused (400) when it is none, names a key twice, or is nested deeper than MAX_DEPTH.
    """
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant)
    except _TwiceError as error:
        raise refused(
            400, "duplicate_key", f"JSON 对象中同名字段出现两次：{error}", f"a JSON object has a key twice: {error}"
        ) from None
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise refused(
            400, "invalid_json", f"请求体不是有效的 UTF-8 JSON{where}", f"the body is not valid UTF-8 JSON{where}"
        ) from None
    if _too_deep(value):
        raise refused(
            400, "too_deep", f"JSON 嵌套超过 {MAX_DEPTH} 层", f"the JSON is nested deeper than {MAX_DEPTH} levels"
        )
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(next(name for at, name in enumerate(names) if name in names[:at])[:MAX_KEY])
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return False
    return True
