"""All that pages of ``mdwx watch`` can have done, beyond being looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from starlette.routing import Route

from mdwx.preview.leaf import Leaf
from mdwx.preview.loopback import Door
from mdwx.preview.making import Making
from mdwx.preview.orders import Orders, Perform
from mdwx.preview.standings import Stand, stands
from mdwx.preview.studio import Studio
from mdwx.preview.takeaway import Takeaway
from mdwx.preview.wardrobe import Wardrobe

__all__ = ["Workshop"]


class Workshop:
    """Serves the pages of one site; ``changed`` is called when posts may look another.

    Without ``perform`` nothing can be ordered.
    """

    def __init__(
        self,
        studio: Studio,
        making: Making,
        *,
        door: Door,
        perform: Perform | None,
        changed: Callable[[], None],
    ) -> None:
        language = door.language
        self.studio = studio
        self.making = making
        self.changed = changed
        self.wardrobe = Wardrobe(studio, making, language=language)
        self.takeaway = Takeaway(studio, making, env=making.env, language=language)
        self.orders: Orders | None = None
        if perform is not None:
            self.orders = Orders(
                perform, file_of=self.file_of, done=self.done, language=language
            )

    def routes(self) -> list[Route]:
        """Every address of it."""
        ordering = self.orders.routes() if self.orders else []
        return [*self.wardrobe.routes(), *self.takeaway.routes(), *ordering]

    def file_of(self, slug: str) -> Path | None:
        """The file of a post."""
        leaf = next(self.studio.named(slug), None)
        return self.making.config.root / leaf.path if leaf else None

    def done(self) -> None:
        """Something was sent: other posts may link to it now."""
        self.studio.touch(world=True)
        self.changed()

    def stands(self, leaves: Sequence[Leaf]) -> Mapping[str, Stand]:
        """Where posts stand with their accounts."""
        posts = {
            leaf.slug: (post, leaf.made.source_sha256 if leaf.made else "")
            for leaf in leaves
            if (post := leaf.post_now or leaf.post) is not None
        }
        return stands(self.making.config, posts)

    def close(self) -> None:
        """End what is under way after its step."""
        if self.orders is not None:
            self.orders.close()
