"""The names of a hundred thousand enterprises, asked: who is there already, how similar, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from yipanqi.names.family import Family
from yipanqi.names.forms import Forms
from yipanqi.names.ids import id_form
from yipanqi.names.likeness import THRESHOLDS, Kind, Likeness, Thresholds, likeness, similarity
from yipanqi.names.normal import Name, normalise
from yipanqi.names.reasons import SAME_ID, SAME_ID_FORM, Reason, merged, of_group, of_names
from yipanqi.names.sound import sound

#: Of one enterprise, or one question, so many names are looked at.
MOST_NAMES = 50
#: Of one enterprise's subsidiaries or sisters so many are told.
_MOST_RELATIVES = 20
_ASKED = "所查企业 the one asked for"
_RANK = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Listed:
    """An enterprise as the index knows it; the first of `names` is its present one."""

    id: str
    names: tuple[str, ...]
    parent_id: str | None = None
    parent_name: str | None = None
    merged_into: str | None = None
    #: Whom a person told apart from this one.
    distinct: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """Who is looked for: a name with whatever else is known."""

    names: tuple[str, ...]
    id: str | None = None
    parent_name: str | None = None
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An enterprise that answers to a question: in which way, how alike (0 to 100), and why."""

    id: str
    kind: Kind
    score: float
    name: str
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class _Entry:
    """One name of one enterprise."""

    id: str
    name: Name
    sound: str


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name that is like one asked for; why is worded only for those that are told."""

    entry: _Entry
    asked: Name
    likeness: Likeness
    kind: Kind

    @property
    def order(self) -> tuple[int, float, str]:
        return _RANK[self.kind], -self.likeness.score, self.entry.id


@dataclass
class NameIndex:
    """Enterprises by name, by sound and by family. One thread at a time uses it."""

    thresholds: Thresholds = THRESHOLDS
    _listed: dict[str, Listed] = field(default_factory=dict)
    _entries: dict[int, _Entry] = field(default_factory=dict)
    _numbers: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _forms: Forms = field(default_factory=Forms)
    _sounds: dict[str, set[int]] = field(default_factory=dict)
    _family: Family = field(default_factory=Family)
    _wards: Family = field(default_factory=Family)
    _mergers: Family = field(default_factory=Family)
    _forms_of_ids: dict[str, set[str]] = field(default_factory=dict)
    _next: int = 0

    def __len__(self) -> int:
        return len(self._listed)

    def get(self, id_: str) -> Listed | None:
        """Return an enterprise as it is known here."""
        return self._listed.get(id_)

    def put(self, enterprise: Listed) -> None:
        """Keep an enterprise, in place of what was known of it; a merged one is found by its id only."""
        self.remove(enterprise.id)
        self._listed[enterprise.id] = enterprise
        names = () if enterprise.merged_into else enterprise.names[:MOST_NAMES]
        self._mergers.put(enterprise.id, enterprise.merged_into)
        self._forms_of_ids.setdefault(id_form(enterprise.id), set()).add(enterprise.id)
        self._numbers[enterprise.id] = tuple(self._enter(enterprise.id, name) for name in _distinct(names))
        if enterprise.merged_into is None:
            self._family.put(enterprise.id, enterprise.parent_id)
            self._wards.put(enterprise.id, normalise(enterprise.parent_name or "").key or None)

    def remove(self, id_: str) -> None:
        """Forget an enterprise; it need not be known."""
        if self._listed.pop(id_, None) is None:
            return
        for number in self._numbers.pop(id_):
            entry = self._entries.pop(number)
            for place, form in enumerate(entry.name.forms):
                self._forms.remove(2 * number + place, form)
            together = self._sounds[entry.sound]
            together.discard(number)
            if not together:
                del self._sounds[entry.sound]
        self._family.put(id_, None)
        self._wards.put(id_, None)
        self._mergers.put(id_, None)
        self._forms_of_ids[id_form(id_)].discard(id_)

    def find(self, question: Question, limit: int = 20) -> list[Match]:
        """Return who answers, the surest first, at most `limit`; the same for the same index and question."""
        hits: dict[str, _Hit] = {}
        for name in question.names[:MOST_NAMES]:
            for hit in self._hits(normalise(name)):
                before = hits.get(hit.entry.id)
                if before is None or hit.order < before.order:
                    hits[hit.entry.id] = hit
        own = self._listed.get(question.id or "")
        told = [self._own(own, hits.pop(own.id, None))] if own else []
        for other in self._same_form(question.id) if question.id else ():
            why = self._match(hits.pop(other)).reasons if other in hits else ()
            told.append(Match(other, Kind.SAME_ID, 100.0, self._listed[other].names[0], (SAME_ID_FORM, *why)))
        told += [self._match(hit) for hit in nsmallest(limit, hits.values(), key=lambda hit: hit.order)]
        same = [match.id for match in told if match.kind in (Kind.SAME_ID, Kind.SAME)]
        known = {match.id for match in told}
        relatives: dict[str, Match] = {}
        for match in self._relatives(question, same):
            if match.id not in known:
                relatives.setdefault(match.id, match)
        # However many names are alike, the group keeps a quarter of the answer.
        group = list(relatives.values())
        return (told[: max(limit - len(group), limit - limit // 4)] + group)[:limit]

    def alike(self, name: str, *, but: str | None = None) -> list[Match]:
        """Return the enterprises with a name like this one, each once and the surest first; `but` is left out."""
        best: dict[str, _Hit] = {}
        for hit in self._hits(normalise(name)):
            before = best.get(hit.entry.id)
            if hit.entry.id != but and (before is None or hit.order < before.order):
                best[hit.entry.id] = hit
        return [self._match(hit) for hit in sorted(best.values(), key=lambda hit: hit.order)]

    def like(self, id_: str) -> dict[str, tuple[Kind, float]]:
        """Return the others that may be the same enterprise as this one: in which way, and how alike (0 to 100)."""
        best: dict[str, tuple[Kind, float]] = {}
        for name in self.names(id_):
            for hit in self._hits(name):
                known = best.get(hit.entry.id)
                if known is None or hit.order[:2] < (_RANK[known[0]], -known[1]):
                    best[hit.entry.id] = (hit.kind, hit.likeness.score)
        if self.names(id_):
            best |= {other: (Kind.SAME_ID, best.get(other, (None, 0.0))[1]) for other in self._same_form(id_)}
        best.pop(id_, None)
        return best

    def compare(self, id_: str, other: str) -> tuple[Reason, ...]:
        """Return why two enterprises may be one; nothing when they have no name in common."""
        pairs = ((likeness(mine, theirs), mine, theirs) for mine in self.names(id_) for theirs in self.names(other))
        alike = [(found, mine, theirs) for found, mine, theirs in pairs if found.kind(self.thresholds)]
        form = (SAME_ID_FORM,) if id_form(id_) == id_form(other) else ()
        if not alike:
            return form
        found, mine, theirs = max(alike, key=lambda one: (one[0].equal, one[0].score))
        return (*form, *of_names(mine, theirs, found, self._listed[other].names[0]))

    def chain(self, id_: str) -> tuple[str, ...]:
        """Return the parents of an enterprise by id, the nearest first; a merged one stands for what it became."""
        chain: list[str] = []
        for parent in self._family.chain(self.kept(id_)):
            kept = self.kept(parent)
            if kept not in chain and kept != id_:
                chain.append(kept)
        return tuple(chain)

    def children(self, id_: str) -> list[str]:
        """Return the enterprises that name this one as their parent, by its id or by its very name."""
        listed = self._listed.get(id_)
        by_id = [child for one in (id_, *self._mergers.children(id_)) for child in self._family.children(one)]
        by_name = [child for name in (listed.names if listed else ()) for child in self._named_parent(name)]
        return [child for child in dict.fromkeys([*by_id, *by_name]) if child != id_]

    def unlinked_parents(self, id_: str) -> list[str]:
        """Return those that have the very name of an enterprise's parent, which it knows by no id."""
        listed = self._listed.get(id_)
        if listed is None or listed.merged_into or not listed.parent_name or self.chain(id_):
            return []
        key = normalise(listed.parent_name).key
        found = (match.id for match in self.alike(listed.parent_name, but=id_))
        return [one for one in found if any(name.key == key for name in self.names(one))]

    def unlinked_subsidiaries(self, id_: str) -> list[str]:
        """Return those that know this one as their parent by its very name, and none by an id."""
        listed = self._listed.get(id_)
        named = (child for name in (listed.names if listed else ()) for child in self._named_parent(name))
        return [child for child in dict.fromkeys(named) if child != id_ and not self.chain(child)]

    def kept(self, id_: str) -> str:
        """Return the enterprise that one stands for after its mergers, itself when it was not merged."""
        return (id_, *self._mergers.chain(id_))[-1]

    def told_apart(self, id_: str, other: str) -> bool:
        """Return whether a person decided that the two are two; a decision stands while both hold it."""
        one, two = self._listed.get(id_), self._listed.get(other)
        return one is not None and two is not None and other in one.distinct and id_ in two.distinct

    def names(self, id_: str) -> list[Name]:
        """Return the names under which an enterprise is found."""
        return [self._entries[number].name for number in self._numbers.get(id_, ())]

    def _enter(self, id_: str, text: str) -> int:
        name = normalise(text)
        entry, number = _Entry(id_, name, sound(name.key)), self._next
        self._next += 1
        self._entries[number] = entry
        for place, form in enumerate(name.forms):
            self._forms.add(2 * number + place, form)
        self._sounds.setdefault(entry.sound, set()).add(number)
        return number

    def _same_form(self, id_: str) -> list[str]:
        together = self._forms_of_ids.get(id_form(id_), ())
        return sorted(other for other in together if other != id_ and not self._listed[other].merged_into)

    def _hits(self, asked: Name) -> Iterator[_Hit]:
        """Yield every name that is like the one asked for, of one enterprise perhaps several."""
        scores: dict[int, float] = {}
        for form in asked.forms:
            for number, score in self._forms.near(form, self.thresholds.similar):
                scores[number // 2] = max(score, scores.get(number // 2, 0.0))
        heard = sound(asked.key)
        for number in {*scores, *(self._sounds.get(heard, ()) if heard else ())}:
            entry = self._entries[number]
            equal = not set(asked.forms).isdisjoint(entry.name.forms)
            # What only sounds alike has no score yet.
            score = scores[number] if number in scores else similarity(asked, entry.name)
            found = Likeness(score, equal, entry.sound == heard)
            kind = found.kind(self.thresholds)
            if kind is not None:
                yield _Hit(entry, asked, found, kind)

    def _match(self, hit: _Hit) -> Match:
        reasons = of_names(hit.asked, hit.entry.name, hit.likeness, self._listed[hit.entry.id].names[0])
        return Match(hit.entry.id, hit.kind, hit.likeness.score, hit.entry.name.text, reasons)

    def _own(self, listed: Listed, hit: _Hit | None) -> Match:
        """Return the enterprise that has the very id asked for."""
        reasons = [SAME_ID]
        if listed.merged_into:
            reasons.append(merged(listed.merged_into))
        if hit is not None:
            reasons += self._match(hit).reasons
        return Match(listed.id, Kind.SAME_ID, 100.0, listed.names[0], tuple(reasons))

    def _relatives(self, question: Question, found: Sequence[str]) -> Iterator[Match]:
        """Yield parents, subsidiaries and sisters of whom is asked for, and of those found to be the same."""
        if question.parent_id:
            yield from self._group((question.parent_id, *self.chain(question.parent_id)), "parent", _ASKED)
            yield from self._group(self.children(question.parent_id), "sister", question.parent_id)
        if question.parent_name:
            yield from self._around_parent(question.parent_name, _ASKED)
        for name in question.names[:MOST_NAMES]:
            yield from self._group(self._named_parent(name), "subsidiary", name)
        if question.id:
            yield from self._group(self._family.children(question.id), "subsidiary", question.id)
        looked_up = set[str]()
        for id_ in found[:_MOST_RELATIVES]:
            listed, chain = self._listed[id_], self.chain(id_)
            name = listed.names[0]
            yield from self._group(chain, "parent", name)
            # A look through all names: once for each, however many of those found have it.
            if listed.parent_name and not chain and listed.parent_name not in looked_up:
                looked_up.add(listed.parent_name)
                yield from self._around_parent(listed.parent_name, name)
            yield from self._group(self.children(id_), "subsidiary", name)

    def _around_parent(self, parent_name: str, of: str) -> Iterator[Match]:
        parents = [match.id for match in self.alike(parent_name) if match.kind is Kind.SAME]
        yield from self._group(parents, "parent", of)
        for parent in parents:
            yield from self._group(self.children(parent), "sister", parent_name)
        yield from self._group(self._named_parent(parent_name), "sister", parent_name)

    def _named_parent(self, name: str) -> Iterable[str]:
        key = normalise(name).key
        return self._wards.children(key) if key else ()

    def _group(self, ids: Iterable[str], relation: str, of: str) -> Iterator[Match]:
        for id_ in list(ids)[:_MOST_RELATIVES]:
            listed = self._listed.get(id_)
            if listed is not None:
                yield Match(id_, Kind.SAME_GROUP, 0.0, listed.names[0], (of_group(relation, of),))


def _distinct(names: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(name for name in names if name.strip())
