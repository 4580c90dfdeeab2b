"""The table of paths: what answers, how it is asked, and for whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from mdwx.records import dataclass
from mdwx.sandbox import (
    access_tokens,
    drafts,
    materials,
    media,
    network,
    publications,
    quotas,
)
from mdwx.sandbox.call import Call
from mdwx.sandbox.replies import Answer

__all__ = ["CLOSED", "ENDPOINTS", "Endpoint"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One path of the API."""

    answer: Callable[[Call], Answer]
    method: str = "POST"
    open: bool = False
    """Asked without an access_token."""
    publishing: bool = False
    """One of the five that personal accounts lost in July 2025 (48001)."""
    counted: bool = True
    """Whether it has a quota; the endpoints about quotas have none here."""
    hinted: bool = False
    """Whether its refusals carry a hint before the rid."""


def posted(answer: Callable[[Call], Answer]) -> Endpoint:
    """A material or draft endpoint."""
    return Endpoint(answer, hinted=True)


def gotten(answer: Callable[[Call], Answer]) -> Endpoint:
    """An endpoint that is asked with GET."""
    return Endpoint(answer, method="GET")


def published(answer: Callable[[Call], Answer]) -> Endpoint:
    """One of the five of publishing."""
    return Endpoint(answer, publishing=True, hinted=True)


ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "/cgi-bin/token": Endpoint(access_tokens.plain_token, method="GET", open=True),
    "/cgi-bin/stable_token": Endpoint(access_tokens.stable_token, open=True),
    "/cgi-bin/get_api_domain_ip": gotten(network.api_ips),
    "/cgi-bin/getcallbackip": gotten(network.callback_ips),
    "/cgi-bin/callback/check": Endpoint(network.check_callback),
    "/cgi-bin/clear_quota": Endpoint(quotas.clear_all, counted=False),
    "/cgi-bin/clear_quota/v2": Endpoint(quotas.clear_all_by_secret, open=True),
    "/cgi-bin/openapi/quota/get": Endpoint(quotas.quota, counted=False),
    "/cgi-bin/openapi/quota/clear": Endpoint(quotas.clear_one, counted=False),
    "/cgi-bin/openapi/rid/get": Endpoint(network.rid, counted=False),
    "/cgi-bin/media/uploadimg": posted(media.upload_picture),
    "/cgi-bin/media/upload": posted(media.upload_temporary),
    "/cgi-bin/media/get": gotten(media.download_temporary),
    "/cgi-bin/material/add_material": posted(materials.add_material),
    "/cgi-bin/material/get_material": posted(materials.get_material),
    "/cgi-bin/material/batchget_material": posted(materials.list_materials),
    "/cgi-bin/material/get_materialcount": gotten(materials.count_materials),
    "/cgi-bin/material/del_material": posted(materials.delete_material),
    "/cgi-bin/draft/add": posted(drafts.add_draft),
    "/cgi-bin/draft/update": posted(drafts.update_draft),
    "/cgi-bin/draft/get": posted(drafts.get_draft),
    "/cgi-bin/draft/batchget": posted(drafts.list_drafts),
    "/cgi-bin/draft/count": gotten(drafts.count_drafts),
    "/cgi-bin/draft/delete": posted(drafts.delete_draft),
    "/cgi-bin/draft/switch": posted(drafts.switch),
    "/cgi-bin/freepublish/submit": published(publications.submit),
    "/cgi-bin/freepublish/get": published(publications.get_publication),
    "/cgi-bin/freepublish/batchget": published(publications.list_published),
    "/cgi-bin/freepublish/getarticle": published(publications.get_article),
    "/cgi-bin/freepublish/delete": published(publications.delete_article),
}

CLOSED: Final = (
    "/cgi-bin/message/mass/",
    "/cgi-bin/comment/",
    "/datacube/",
    "/channels/ec/",
)
"""Real paths that no account of the sandbox may use: 48001."""
