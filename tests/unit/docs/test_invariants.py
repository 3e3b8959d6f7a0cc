"""The page of invariants and alerts names files, codes and tests that are there, and every kind of alert."""

from __future__ import annotations

import re

from tests.support.examples import ROOT

from yipanqi.models.codes import AlertKind
from yipanqi.rules.table import CODES

PAGE = (ROOT / "docs/invariants.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| (\d+) \|(.*)\|$", re.MULTILINE)
_CODE = re.compile(r"`([^`]+)`")


def rows() -> list[list[str]]:
    return [[cell.strip() for cell in match.group(2).split(" | ")] for match in _ROW.finditer(PAGE)]


def test_all_eleven_invariants_stand_on_the_page() -> None:
    assert [int(match.group(1)) for match in _ROW.finditer(PAGE)] == list(range(1, 12))


def test_the_files_and_tests_that_it_names_are_there() -> None:
    for _, decided, _, proven in rows():
        for name in _CODE.findall(decided):
            assert (ROOT / "services/yipanqi" / name).is_file(), name
        for name in _CODE.findall(proven):
            assert (ROOT / name).is_file(), name


def test_the_codes_that_it_names_are_refused_by_a_file_it_names_and_provoked_by_tests() -> None:
    known = {code.value for codes in CODES for code in codes}
    tests = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    for _, _, codes, _ in rows():
        for code in _CODE.findall(codes):
            assert code in known, code
            assert f'"{code}"' in tests, code


def test_every_kind_of_alert_stands_on_the_page_and_has_its_test() -> None:
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.MULTILINE))
    assert named == {kind.value for kind in AlertKind}
    tests = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests/unit/watch").glob("test_*.py"))
    assert {kind for kind in named if kind not in tests} == set()
