"""Where pages hand in what they want done: ``/_do/``, for the person at this machine.

``POST /_do/build``, ``/_do/draft`` and ``/_do/publish`` take
``{"slug": …, "again": false, "overwrite": false, "account": ""}`` and answer with a
stream of lines, each an object of JSON; the last is of kind ``done``. Who ordered is
asked in it (``ask``) and answers at ``/_do/answer`` with
``{"question": …, "answer": …}``.
``/_do/follow`` gives the stream of what is under way to another page, or to the same
one after it was loaded again; ``/_do/stop`` ends it after the step under way.

Who may: see ``guard``, which lets nothing else through to here.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from mdwx.model import Text
from mdwx.preview.errands import Errand, Order
from mdwx.redaction import redacted

__all__ = ["COMMANDS", "Orders", "Perform"]

COMMANDS: Final = ("build", "draft", "publish")
LONGEST_BYTES: Final = 4096
LINES: Final = "application/x-ndjson"
NO_STORE: Final = {"Cache-Control": "no-store"}

Perform = Callable[[Errand], None]
"""Does what was ordered, as the command line would, and tells of it."""

BUSY: Final = Text(
    zh="另一件事还没做完：等它结束，或先停下它",
    en="something else is under way: wait for it, or stop it first",
)
NOTHING: Final = Text(zh="没有在做的事", en="nothing is under way")
NO_POST: Final = Text(zh="没有这篇文章", en="there is no such post")
NOT_ASKED: Final = Text(zh="这个问题已经过去了", en="that is not asked any more")
NOT_UNDERSTOOD: Final = Text(zh="看不懂这个请求", en="this request makes no sense")


class Orders:
    """Takes one order at a time.

    ``file_of`` gives the file of the post with a slug; ``done`` is called after each.
    """

    def __init__(
        self,
        perform: Perform,
        *,
        file_of: Callable[[str], Path | None],
        done: Callable[[], None],
        language: str,
    ) -> None:
        self.perform = perform
        self.file_of = file_of
        self.done = done
        self.language = language
        self.errand: Errand | None = None
        """The latest."""
        self.thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def routes(self) -> list[Route]:
        """The addresses of a page's wishes."""
        return [
            *(Route(f"/_do/{it}", self.start, methods=["POST"]) for it in COMMANDS),
            Route("/_do/answer", self.answer, methods=["POST"]),
            Route("/_do/stop", self.stop, methods=["POST"]),
            Route("/_do/follow", self.follow, methods=["POST"]),
        ]

    async def start(self, request: Request) -> Response:
        """Begin what is wanted, and tell of it."""
        wish = await read_wish(request) or {}
        slug, account = wish.get("slug"), wish.get("account", "")
        if not isinstance(slug, str) or not isinstance(account, str):
            return self.refusal(NOT_UNDERSTOOD, 400)
        file = self.file_of(slug)
        if file is None:
            return self.refusal(NO_POST, 404)
        order = Order(
            request.url.path.rpartition("/")[2],
            str(file),
            again=wish.get("again") is True,
            overwrite=wish.get("overwrite") is True,
            account=account,
        )
        errand = self.begin(order, slug)
        if errand is None:
            return self.refusal(BUSY, 409)
        return StreamingResponse(errand.follow(), media_type=LINES, headers=NO_STORE)

    def begin(self, order: Order, slug: str) -> Errand | None:
        """Start the work in a thread of its own; None while there is other work."""
        with self._lock:
            if self.errand is not None and not self.errand.ended:
                return None
            self.errand = errand = Errand(order)
            what = {"command": order.command, "account": order.account, "slug": slug}
            errand.tell("begun", errand=errand.number, **what)
            self.thread = threading.Thread(
                target=self.work, args=[errand], name="mdwx-errand"
            )
            self.thread.start()
        return errand

    def work(self, errand: Errand) -> None:
        """Do it; whatever goes wrong is told, and the preview goes on."""
        try:
            self.perform(errand)
        except Exception as error:
            said = redacted(f"{type(error).__name__}: {error}")
            problem = Text(zh=f"mdwx 出了错：{said}", en=f"a bug in mdwx: {said}")
            errand.tell("error", text=problem.said(self.language), hint="")
            errand.tell("done", code=1, reply=None)
        finally:
            errand.end()
            self.done()

    async def answer(self, request: Request) -> Response:
        """Answer what is asked."""
        given = await read_wish(request) or {}
        question, words = given.get("question"), given.get("answer")
        if not isinstance(question, str) or not isinstance(words, str):
            return self.refusal(NOT_UNDERSTOOD, 400)
        if self.errand is None or not self.errand.answer(question, words):
            return self.refusal(NOT_ASKED, 409)
        return Response(status_code=204)

    async def stop(self, request: Request) -> Response:
        """Let nothing new begin."""
        if self.errand is None or self.errand.ended:
            return self.refusal(NOTHING, 409)
        self.errand.stop()
        return Response(status_code=204)

    async def follow(self, request: Request) -> Response:
        """What is told of what is under way, from its beginning."""
        errand = self.errand
        if errand is None or errand.ended:
            return Response(status_code=204)
        return StreamingResponse(errand.follow(), media_type=LINES, headers=NO_STORE)

    def close(self) -> None:
        """End what is under way after its step, for the server ends."""
        if self.errand is not None:
            self.errand.stop()
        if self.thread is not None:
            self.thread.join()

    def refusal(self, why: Text, status: int) -> Response:
        """Why not, in a sentence for a person."""
        return PlainTextResponse(why.said(self.language), status_code=status)


async def read_wish(request: Request) -> dict[str, Any] | None:
    """The object that a page sent; None where it is none, or beyond reason."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_BYTES:
            return None
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None
