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


def texts(names: list[str], folder: str) -> str:
    return "".join((ROOT / folder / name).read_text(encoding="utf-8") for name in names)


def test_each_code_is_given_by_a_file_of_its_row_and_provoked_by_a_test_of_its_row() -> None:
    members = {code.value: f"{codes.__name__}.{code.name}" for codes in CODES for code in codes}
    for _, decided, codes, proven in rows():
        deciding = texts(_CODE.findall(decided), "services/yipanqi")
        proving = texts(_CODE.findall(proven), "")
        for code in _CODE.findall(codes):
            given = re.compile(rf"\b{re.escape(members[code])}\b")
            assert given.search(deciding), f"{code}: no file of its row gives it"
            assert f'"{code}"' in proving or given.search(proving), f"{code}: no test of its row provokes it"


def test_every_kind_of_alert_stands_on_the_page_and_has_its_test() -> None:
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.MULTILINE))
    assert named == {kind.value for kind in AlertKind}
    tests = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests/unit/watch").glob("test_*.py"))
    assert {kind for kind in named if kind not in tests} == set()
