"""Types of planning: what is planned for a post (render a card, leave it, have none), and the options for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from ogp.building.card_plan import CardPlan, CardState
    from ogp.building.report import Row
    from ogp.building.scan_index import Stamp


@dataclass(frozen=True, slots=True)
class RenderJob:
    """A card to be rendered. Small and picklable: it travels to a process of the pool.

    state:      how the card stands now; ``fresh`` only where all cards are asked for (`PlanOptions.survey`).
    post:       the post's stamp when it was read.
    adds_image: the image to write into a post that names none, or ``""``.
    adopts:     a file at the card's path that ogp did not make may be replaced.
    """

    file: str
    plan: CardPlan
    state: CardState
    post: Stamp = (0, 0)
    adds_image: str = ""
    adopts: bool = False

    @property
    def output(self) -> str:
        """The card's path."""
        return self.plan.output


@dataclass(frozen=True, slots=True)
class UpToDate:
    """A post whose card is what it should be. post: its stamp when it was read; None if the index knew it."""

    file: str
    output: str
    post: Stamp | None
    row: Row


@dataclass(frozen=True, slots=True)
class NoCard:
    """A post that has no card to be made: it is skipped, or something is wrong with it."""

    file: str
    row: Row


PostPlan = RenderJob | UpToDate | NoCard


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """Run options that, together with the site, decide what happens to a post. Small and picklable.

    now:    posts dated later are not published yet. adopt: globs of foreign files that may be taken over, beside the
            configuration's. force: fresh cards are rendered again. survey: plan a job for every card, fresh ones too.
    """

    now: dt.datetime
    adopt: tuple[str, ...] = ()
    force: bool = False
    write_back: bool = True
    survey: bool = False
