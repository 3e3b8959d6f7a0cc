"""How alike two names are, in which way, and from where on a person has to look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from yipanqi.names.normal import Name
from yipanqi.names.sound import sound


class Kind(StrEnum):
    """In which way an enterprise that is there answers to the one asked for, the surest first."""

    SAME_ID = "same-id"
    SAME = "same"
    SIMILAR = "similar"
    SAME_SOUND = "same-sound"
    SAME_GROUP = "same-group"
    #: Never an answer to a question: a parent that is there, known to its subsidiary by its name alone.
    PARENT_NAME = "parent-name"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which score (0 to 100) two names are likely the same, and from which a person looks."""

    same: float = 95.0
    similar: float = 80.0

    def as_json(self) -> dict[str, float]:
        """Return both, as the API words them."""
        return {"same": self.same, "similar": self.similar}


#: The product's defaults; a district's own stand in its settings, under `names`.
THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two names compare: `score` 0 to 100, `equal` after normalising, `sounds` alike in pinyin."""

    score: float
    equal: bool
    sounds: bool

    def kind(self, thresholds: Thresholds = THRESHOLDS) -> Kind | None:
        """Return what the likeness amounts to; None when the names have nothing to do with each other."""
        if self.equal or self.score >= thresholds.same:
            return Kind.SAME
        if self.score >= thresholds.similar:
            return Kind.SIMILAR
        return Kind.SAME_SOUND if self.sounds else None


def likeness(one: Name, other: Name) -> Likeness:
    """Return how two names compare, whichever order their Latin words stand in; what has no letter is like nothing."""
    if not one.key or not other.key:
        return Likeness(0.0, equal=False, sounds=False)
    equal = not set(one.forms).isdisjoint(other.forms)
    return Likeness(similarity(one, other), equal, sounds=sound(one.key) == sound(other.key))


def similarity(one: Name, other: Name) -> float:
    """Return how similar two names are, 0 to 100: rapidfuzz's ratio of the comparable forms that fit best."""
    return max((fuzz.ratio(m, t) for m in one.forms for t in other.forms), default=0.0)
