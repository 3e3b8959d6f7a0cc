"""The registry of figures, and the page that explains them."""

from __future__ import annotations

import re
from pathlib import Path

from yipanqi.board.views import VIEWS
from yipanqi.figures.parsing import PARSERS
from yipanqi.figures.registry import FIGURES

PAGE = Path(__file__).parents[3] / "docs" / "figures.md"


def test_the_page_explains_every_figure_and_no_other() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == list(FIGURES)


def test_a_figure_names_fields_that_the_board_has() -> None:
    views = {view.aggregate: view for view in VIEWS}
    for figure in FIGURES.values():
        for aggregate, fields in figure.fields.items():
            assert aggregate in PARSERS
            assert set(fields) <= views[aggregate].fields.keys(), figure.id
