"""Every endpoint mdwx calls, and when a call may be sent again by itself."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from mdwx.errors import BusyError, MdwxError, UnreachableError
from mdwx.records import dataclass

__all__ = [
    "ADD_DRAFT",
    "ADD_MATERIAL",
    "COUNT_DRAFTS",
    "COUNT_MATERIALS",
    "DELETE_ARTICLE",
    "DELETE_DRAFT",
    "DELETE_MATERIAL",
    "FORCED_TOKEN",
    "GET_ARTICLE",
    "GET_DRAFT",
    "GET_PUBLICATION",
    "LIST_DRAFTS",
    "LIST_MATERIALS",
    "LIST_PUBLISHED",
    "PAUSES_S",
    "PROBE",
    "QUOTA",
    "REPEATED",
    "STABLE_TOKEN",
    "SUBMIT",
    "UPDATE_DRAFT",
    "UPLOAD_IMAGE",
    "Effect",
    "Endpoint",
]


class Effect(Enum):
    """What a second copy of a call would do."""

    NONE = "none"
    """Nothing, or nothing anyone would notice."""
    LASTING = "lasting"
    """A second draft, material or publication, or an error instead of an answer."""


REPEATED: Final[Mapping[Effect, frozenset[type[MdwxError]]]] = MappingProxyType(
    {
        # A lost answer of a call without effect is an UnreachableError too.
        Effect.NONE: frozenset({BusyError, UnreachableError}),
        # "Busy" may have taken effect and a lost answer certainly may: whoever
        # called looks first. Only what was never sent is sent again.
        Effect.LASTING: frozenset({UnreachableError}),
    }
)
PAUSES_S: Final = (1.0, 2.0, 4.0)
"""Before the second, third and fourth try; then the error stands."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row: where, how, and what a good reply must hold."""

    path: str
    effect: Effect = Effect.NONE
    needs: tuple[str, ...] = ()
    """Fields without which a reply is not understood."""
    method: str = "POST"
    timeout_s: float = 30.0

    @property
    def name(self) -> str:
        """As people call it: ``draft/add``."""
        return self.path.removeprefix("/cgi-bin/")


UPLOAD_TIMEOUT_S: Final = 120.0
WRITE: Final = Effect.LASTING

STABLE_TOKEN: Final = Endpoint("/cgi-bin/stable_token", needs=("access_token",))
# Forced calls are counted, 20 a day, so a lost answer is not asked for again.
FORCED_TOKEN: Final = Endpoint("/cgi-bin/stable_token", WRITE, ("access_token",))

PROBE: Final = Endpoint("/cgi-bin/getcallbackip", needs=("ip_list",), method="GET")
QUOTA: Final = Endpoint("/cgi-bin/openapi/quota/get", needs=("quota",))

# A picture uploaded twice by uploadimg costs nothing and is listed nowhere.
UPLOAD_IMAGE: Final = Endpoint(
    "/cgi-bin/media/uploadimg", needs=("url",), timeout_s=UPLOAD_TIMEOUT_S
)
ADD_MATERIAL: Final = Endpoint(
    "/cgi-bin/material/add_material", WRITE, ("media_id",), timeout_s=UPLOAD_TIMEOUT_S
)
LIST_MATERIALS: Final = Endpoint(
    "/cgi-bin/material/batchget_material", needs=("total_count",)
)
COUNT_MATERIALS: Final = Endpoint(
    "/cgi-bin/material/get_materialcount", needs=("image_count",), method="GET"
)
DELETE_MATERIAL: Final = Endpoint("/cgi-bin/material/del_material", WRITE, ("errcode",))

ADD_DRAFT: Final = Endpoint("/cgi-bin/draft/add", WRITE, ("media_id",))
UPDATE_DRAFT: Final = Endpoint("/cgi-bin/draft/update", WRITE, ("errcode",))
GET_DRAFT: Final = Endpoint("/cgi-bin/draft/get", needs=("news_item",))
LIST_DRAFTS: Final = Endpoint("/cgi-bin/draft/batchget", needs=("total_count",))
COUNT_DRAFTS: Final = Endpoint(
    "/cgi-bin/draft/count", needs=("total_count",), method="GET"
)
DELETE_DRAFT: Final = Endpoint("/cgi-bin/draft/delete", WRITE, ("errcode",))

SUBMIT: Final = Endpoint("/cgi-bin/freepublish/submit", WRITE, ("publish_id",))
GET_PUBLICATION: Final = Endpoint("/cgi-bin/freepublish/get", needs=("publish_status",))
LIST_PUBLISHED: Final = Endpoint(
    "/cgi-bin/freepublish/batchget", needs=("total_count",)
)
GET_ARTICLE: Final = Endpoint("/cgi-bin/freepublish/getarticle", needs=("news_item",))
DELETE_ARTICLE: Final = Endpoint("/cgi-bin/freepublish/delete", WRITE, ("errcode",))
