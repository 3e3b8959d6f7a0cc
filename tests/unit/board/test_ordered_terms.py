"""The pages of the terms behind a figure, one after the other, are all of them in order."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from yipanqi.board.figures.ordered import Ordered
from yipanqi.figures.gaps import Gap
from yipanqi.figures.rows import Head
from yipanqi.figures.terms import Term

_TOPS = st.one_of(
    st.sampled_from([Decimal(0), Decimal(1), Decimal("-1"), Decimal("1.0")]),
    # These two are one number as floats.
    st.sampled_from([Decimal("12345678901234567890.1"), Decimal("12345678901234567890.2")]),
    st.decimals(-1000, 1000, places=2),
)
_TERMS = st.builds(
    lambda number, top, gap: Term(Head("lead", f"{number:02d}", "", (), "", ""), "", None, (), None, top, gap=gap),
    st.integers(0, 30),
    _TOPS,
    st.sampled_from([None, None, Gap.OPEN, Gap.NO_DATE]),
)


@given(st.lists(_TERMS, max_size=60), st.integers(1, 25))
def test_pages_are_of_the_whole_in_order(terms: list[Term], size: int) -> None:
    ordered = Ordered(terms)
    found = [term for start in range(0, len(terms) + 1, size) for term in ordered.page(start, start + size)]
    # The largest part first whichever its sign, by id where they are equal; what is left out last, by id.
    counted = sorted((t for t in terms if t.gap is None), key=lambda t: (-abs(t.top), t.row.id))
    left_out = sorted((t for t in terms if t.gap is not None), key=lambda t: (-abs(t.top), t.row.id))
    assert len(ordered) == len(terms)
    assert [(t.row.id, abs(t.top)) for t in found] == [(t.row.id, abs(t.top)) for t in (*counted, *left_out)]


def test_a_page_that_is_not_there_is_empty() -> None:
    assert Ordered(()).page(0, 20) == []
    assert Ordered([Term(Head("lead", "1", "", (), "", ""), "", None, (), None)]).page(20, 40) == []
