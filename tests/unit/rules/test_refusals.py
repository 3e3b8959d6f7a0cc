"""Every refusal code can happen, and says in both languages what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from yipanqi.contract.codes import product_codes
from yipanqi.rules import labels
from yipanqi.rules.refusals import RefusalCode, refuse
from yipanqi.rules.table import CODES

HERE = Path(__file__).parent
ALL = [code for codes in CODES for code in codes]
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LABELS = {
    "project.stage": labels.STAGE_ZH,
    "carrier.status": labels.CARRIER_STATUS_ZH,
    "carrier.hold": labels.HOLD_ZH,
    "evidence.kind": labels.EVIDENCE_ZH,
    "project.flag": labels.FLAG_ZH,
    "claim.status": labels.CLAIM_STATUS_ZH,
    "claim.expiry": labels.CLAIM_EXPIRY_ZH,
}


def expected_codes() -> Iterator[str]:
    """Codes that the examples beside this file expect by name."""
    for file in HERE.glob("test_*.py"):
        if file.name != Path(__file__).name:
            yield from re.findall(r'"([a-z]+(?:-[a-z]+)+)"', file.read_text(encoding="utf-8"))


def test_every_code_is_refused_by_some_example() -> None:
    assert {code.value for code in ALL} - set(expected_codes()) == set()


def test_no_code_stands_for_two_reasons() -> None:
    assert len({code.value for code in ALL}) == len(ALL)


@pytest.mark.parametrize("code", ALL, ids=str)
def test_a_reason_speaks_both_languages_and_says_what_to_do(code: RefusalCode) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    zh, en = code.zh, code.en
    assert _CHINESE.search(zh)
    assert zh.endswith("。")
    assert not _CHINESE.search(en)
    assert ":" in en or ";" in en, "what happened, then what to do"
    assert "，" in zh or "；" in zh


@pytest.mark.parametrize("code", ALL, ids=str)
def test_a_reason_is_filled_in_whole(code: RefusalCode) -> None:
    names = {name for text in (code.zh, code.en) for _, name, _, _ in Formatter().parse(text) if name}
    made = refuse(code, field="f", **dict.fromkeys(names, "甲"))
    assert (made.code, made.field) == (code.value, "f")
    assert "{" not in made.reason_zh + made.reason_en


@pytest.mark.parametrize("name", list(_LABELS))
def test_chinese_names_in_reasons_are_those_of_the_code_lists(name: str) -> None:
    codes = product_codes()[name]
    for code, zh in _LABELS[name].items():
        assert codes[code].zh == zh
    if name != "evidence.kind":
        assert set(_LABELS[name]) == set(codes)
