"""The page of figures has every figure, with the code that counts it and a test that counts it by hand."""

from __future__ import annotations

import re

from tests.support.examples import ROOT

from yipanqi.figures.registry import FIGURES

_ROW = re.compile(r"^\| `([a-z-]+)` \|(.*)\|$", re.MULTILINE)
_CODE = re.compile(r"`([^`]+)`")


def rows() -> dict[str, list[str]]:
    """Return the cells behind each figure's id."""
    page = (ROOT / "docs/figures.md").read_text(encoding="utf-8")
    return {match[1]: [cell.strip() for cell in match[2].split(" | ")] for match in _ROW.finditer(page)}


def test_every_figure_stands_on_the_page() -> None:
    assert rows().keys() == FIGURES.keys()


def test_each_figure_names_its_code_and_tests_that_ask_for_it() -> None:
    for figure, (*_, code, tests) in rows().items():
        assert all((ROOT / "services/yipanqi" / name).is_file() for name in _CODE.findall(code)), figure
        named = _CODE.findall(tests)
        assert named, figure
        for name in named:
            text = (ROOT / "tests/unit/figures" / name).read_text(encoding="utf-8")
            assert f'"{figure}"' in text, f"{name} does not ask for {figure}"
