"""An answer is worked out once while what it is made of stays the same, and only so many are kept."""

from __future__ import annotations

from yipanqi.board.figures.remembered import Remembered


def test_an_answer_is_worked_out_anew_when_what_it_is_made_of_changes() -> None:
    kept, made = Remembered[str, str](2), list[str]()

    def ask(wanted: str, made_of: int) -> str:
        return kept.get(wanted, made_of, lambda: made.append(f"{wanted}{made_of}") or made[-1])  # type: ignore[func-returns-value]

    assert [ask("a", 1), ask("a", 1), ask("a", 2), ask("a", 2)] == ["a1", "a1", "a2", "a2"]
    assert made == ["a1", "a2"]


def test_what_nobody_asked_for_the_longest_goes_first() -> None:
    kept, made = Remembered[str, str](2), list[str]()

    def ask(wanted: str) -> None:
        kept.get(wanted, 0, lambda: made.append(wanted) or wanted)  # type: ignore[func-returns-value]

    for wanted in ("a", "b", "a", "c", "a", "b"):
        ask(wanted)
    # `a` was asked for before `c` came, so `b` made room for it.
    assert made == ["a", "b", "c", "b"]
