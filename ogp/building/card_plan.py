"""Plans one card: its appearance, path and fingerprint; and compares them with the file that is there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from ogp import provenance
from ogp.building import report
from ogp.errors import foreign
from ogp.rendering.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ogp.building.report import Row
    from ogp.card import Card
    from ogp.project.config import Appearance
    from ogp.project.project import Project
    from ogp.rendering.background_key import BackgroundKey
    from ogp.store.file_store import Store
    from ogp.template import model

CardState = Literal["missing", "stale", "fresh"]


@dataclass(frozen=True, slots=True)
class CardPlan:
    """A card with all that decides its pixels, and its path.

    appearance: whole and checked. background: the key of what it is drawn on. fingerprint: of all that decides its
    file.
    """

    card: Card
    appearance: Appearance
    output: str
    background: BackgroundKey
    fingerprint: str

    @property
    def suffix(self) -> str:
        """The kind of file, ``.png`` say."""
        return PurePosixPath(self.output).suffix.lower()


def plan_card(project: Project, card: Card, own: Appearance, output: str) -> CardPlan:
    """Plan a card. ``own``: how it is to look as far as it says so itself; its category and the site say the rest.

    Raises OgpError: E_TEMPLATE for a template, palette or size that is not there, E_ASSET for a picture that it shows
    and that cannot be read.
    """
    card = project.with_defaults(card)
    appearance = project.appearance(card, own)
    template = project.template(appearance.template)
    background = project.background_keys.key(card, template, appearance.palette, appearance.size)
    pictures = [project.pictures.digest(name) for name in _pictures(card, template.layers[appearance.size])]
    suffix = PurePosixPath(output).suffix.lower()
    mark = fingerprint(card, template, appearance.size, background.digest, pictures, suffix)
    return CardPlan(card, appearance, output, background, mark)


def _pictures(card: Card, layers: tuple[model.Layer, ...]) -> Iterator[str]:
    """Yield the names of the site's pictures that a card shows."""
    from ogp.template import model  # late: a build with nothing to do opens no template

    for layer in layers:
        if isinstance(layer, model.PictureLayer) and layer.kind == "field" and layer.when.holds(card):
            name = layer.source.fill(card)
            if name:
                yield name


def state_of(plan: CardPlan, store: Store, *, adopts: bool) -> CardState:
    """Return how the file at a card's path stands.

    adopts: what ogp did not make may be taken over. Raises OgpError: E_IMAGE_FOREIGN where it may not, E_IMAGE_PATH
    for a link or what is no file.
    """
    data = store.read(PurePosixPath(plan.output), provenance.MAX_BYTES)  # what is larger is no card of ours
    if data is None:
        return "missing"
    mark = provenance.read_mark(data)
    if mark is not None and mark.owned:
        return "fresh" if mark.fingerprint == plan.fingerprint else "stale"
    if adopts:
        return "stale"
    raise foreign(plan.output)


def unchanged_row(project: Project, file: str, plan: CardPlan, store: Store) -> Row:
    """Return the report's row of a card that is fresh."""
    size = project.template(plan.appearance.template).sizes[plan.appearance.size]
    status = store.stat(PurePosixPath(plan.output))
    count = status.st_size if status else 0
    return report.card_row(file, "unchanged", plan.card, plan.output, (size.width, size.height), count)
