"""Names and numbers of simulated enterprises: plausible to read, valid to check, and some of them nearly the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from yipanqi.models.types import credit_check
from yipanqi.simulate.dice import Dice

_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
#: Registered as an enterprise (91) at the market regulator of one of these divisions.
_DIVISIONS = ("320505", "320505", "320505", "320500", "320506", "320583", "320000", "310000")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@lru_cache(maxsize=1)
def words() -> Mapping[str, Any]:
    """Return the word lists."""
    text = files("yipanqi.simulate").joinpath("words.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


def enterprise_name(dice: Dice, chain: str) -> str:
    """Return a Chinese company name of a trade of the chain."""
    lists = words()
    core = dice.one(lists["first"]) + dice.one(lists["second"]) + dice.one(lists["third"])
    return str(dice.one(lists["places"]) + core + dice.one(lists["trades"][chain]) + dice.of(lists["forms"]))


def near_name(dice: Dice, name: str) -> str:
    """Return the name as another clerk would have written it: the place, the form or one character differs."""
    way = dice.number(0, 2)
    if way == 0:
        return name.removesuffix("有限公司") + "有限责任公司" if name.endswith("有限公司") else name + "有限公司"
    if way == 1:
        return name.removeprefix("苏州") if name.startswith("苏州") else "苏州" + name
    place = min(3, len(name) - 1)
    return name[:place] + str(dice.one(words()["second"])) + name[place + 1 :]


def english_name(dice: Dice) -> str:
    """Return the name of a company abroad."""
    return f"{dice.one(words()['english'])} {dice.one(('Precision', 'Medical', 'Electronics', 'Biotech', 'Systems'))}"


def country(dice: Dice) -> str:
    """Return where a foreign investor comes from."""
    return str(dice.of(words()["countries"]))


def credit_code(dice: Dice) -> str:
    """Return a unified social credit code with right check characters (GB 32100-2015, within it GB 11714)."""
    body = "MA" + "".join(dice.one(tuple(_LETTERS)) for _ in range(6))
    values = ["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) for letter in body]
    rest = 11 - sum(w * v for w, v in zip(_ORGANISATION_WEIGHTS, values, strict=True)) % 11
    check = {10: "X", 11: "0"}.get(rest, str(rest))
    text = f"91{dice.one(_DIVISIONS)}{body}{check}"
    return text + str(credit_check(text))
