"""Which aggregates the board shows, and which of their fields can be filtered, sorted, searched and counted.

A further aggregate is one more module here with its `VIEW`: tables, API routes, CSV, history, stream and the page
follow from it. A field named in a view becomes a column; all others are kept in the record's JSON. The board notices by
`layout` that its columns changed and rebuilds itself from Kafka beside the old tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from yipanqi.board.views import (
    activity,
    alert,
    carrier,
    claim,
    correction,
    enterprise,
    evaluation,
    fdi,
    lead,
    listing,
    match,
    project,
    protection,
    recruiter,
    revitalisation,
    service,
    submission,
    target,
    visit,
)
from yipanqi.board.views.view import ItemsView, View

__all__ = ["LAYOUT", "VIEWS", "ItemsView", "View", "layout", "view_of"]

#: Raise it when what the columns hold changes while their names stay.
LAYOUT = 5

VIEWS: tuple[View, ...] = (
    project.VIEW,
    carrier.VIEW,
    revitalisation.VIEW,
    enterprise.VIEW,
    fdi.VIEW,
    lead.VIEW,
    claim.VIEW,
    protection.VIEW,
    match.VIEW,
    activity.VIEW,
    recruiter.VIEW,
    listing.VIEW,
    target.VIEW,
    service.VIEW,
    visit.VIEW,
    evaluation.VIEW,
    alert.VIEW,
    correction.VIEW,
    submission.VIEW,
)


def view_of(plural: str, views: tuple[View, ...] = VIEWS) -> View:
    """Return the view whose records are called `plural` in the API; KeyError when there is none."""
    return next((v for v in views if v.plural == plural), None) or _missing(plural)


def _missing(plural: str) -> View:
    raise KeyError(plural)


def layout(views: Sequence[View] = VIEWS) -> str:
    """Return what tells one layout of the database from another: `LAYOUT` and a digest of all columns."""
    shape = [
        (
            v.key,
            [(n, f.kind.value, f.scale, f.share.name) for n, f in v.columns.items()],
            v.search,
            v.brief if v.large else (),
            v.proven,
        )
        for whole in views
        for v in (whole, *whole.items)
    ]
    return f"{LAYOUT}-{hashlib.sha256(repr(shape).encode()).hexdigest()[:12]}"
