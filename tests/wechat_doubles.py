"""A scripted transport and a clock that needs no waiting, for the client's tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from mdwx.config import Secret
from mdwx.wechat.access_tokens import AccessTokenStore
from mdwx.wechat.client import Client
from mdwx.wechat.transport import Response

APPID = "wx0123456789abcdef"
SECRET = "appsecret-never-to-be-seen"
ACCESS_TOKEN = "access-token-never-to-be-seen"
RENEWED = "renewed-access-token-never-to-be-seen"
FIRST = {"access_token": ACCESS_TOKEN, "expires_in": 7200}
SECOND = {"access_token": RENEWED, "expires_in": 7200}


class FakeClock:
    """Stands still until someone sleeps."""

    def __init__(self):
        self.time = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
        self.slept = []

    def now(self):
        return self.time

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)


class Scripted:
    """A transport that gives the answers it was told, in order."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.seen = []

    def send(self, request, *, timeout_s):
        self.seen.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, bytes):
            return Response(200, {}, answer)
        if isinstance(answer, Response):
            return answer
        return Response(200, {}, json.dumps(answer, ensure_ascii=False).encode())

    @property
    def paths(self):
        return [request.path.removeprefix("/cgi-bin/") for request in self.seen]


def client_over(transport, folder, *, clock=None, appid=APPID, secret=SECRET):
    clock = clock or FakeClock()
    return Client(
        transport,
        appid=appid,
        secret=Secret(secret),
        access_tokens=AccessTokenStore(folder / "tokens", key=appid, clock=clock),
        clock=clock,
    )


def refused(errcode, errmsg="refused"):
    return {"errcode": errcode, "errmsg": errmsg}
