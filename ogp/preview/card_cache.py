"""The cards of a preview, rendered when somebody looks at them, and kept in memory as long as there is room."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from ogp.building import report
from ogp.image_formats import BY_SUFFIX

if TYPE_CHECKING:
    from ogp.building.plan_types import RenderJob
    from ogp.building.worker import Worker

ROOM: Final = 64 << 20
"""Bytes of cards that are kept: some 1,400 of the usual ones."""
ROW_BYTES: Final = 2048
"""What a card's row takes beside its file, about."""


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card's file and its type, and the row that tells how it was set. No bytes: the row says what is wrong."""

    data: bytes
    type: str
    row: report.Row

    def told(self, status: str) -> dict[str, Any]:
        """Return the row for the page, with how the card stands now."""
        row = report.Row(**self.row)
        if self.data:
            row["status"] = status
        return {**row, "kind": report.card_state(row)}


class CardCache:
    """The cards of one run by their ids, the latest that were looked at."""

    def __init__(self, room: int = ROOM) -> None:
        """``room``: bytes."""
        self.room = room
        self.size = 0
        self._kept: OrderedDict[str, ShownCard] = OrderedDict()

    def get(self, key: str, job: RenderJob, worker: Worker) -> ShownCard:
        """Return a card, rendered if it is not at hand."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        row, data = worker.show(job)
        shown = ShownCard(data, BY_SUFFIX[PurePosixPath(job.output).suffix.lower()].media_type, row)
        if data:  # what went wrong may be right the next time
            self._keep(key, shown)
        return shown

    def _keep(self, key: str, shown: ShownCard) -> None:
        self._kept[key] = shown
        self.size += len(shown.data) + ROW_BYTES
        while self.size > self.room and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self.size -= len(oldest.data) + ROW_BYTES
