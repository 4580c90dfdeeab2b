"""A sandbox host, a clock and the calls an account makes, for its own tests."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta

from PIL import Image

from mdwx.sandbox.host import Host
from mdwx.wechat.transport import Request

BOUNDARY = "mdwx-boundary"


class BenchClock:
    """Stands still until someone sleeps."""

    def __init__(self):
        self.time = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

    def now(self):
        return self.time

    def sleep(self, seconds):
        self.time += timedelta(seconds=seconds)


def picture(form="PNG", size=(940, 400), **options):
    """A small picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, "#2a6").save(file, form, **options)
    return file.getvalue()


def animation(frames=3, size=(40, 30)):
    """A GIF that moves."""
    file = io.BytesIO()
    pictures = [Image.new("RGB", size, (40 * n, 0, 0)) for n in range(frames)]
    pictures[0].save(file, "GIF", save_all=True, append_images=pictures[1:])
    return file.getvalue()


def part(name, data, filename=None):
    """One field of a form, as it goes over the wire."""
    file = f'; filename="{filename}"' if filename else ""
    head = f'Content-Disposition: form-data; name="{name}"{file}\r\n\r\n'
    return f"--{BOUNDARY}\r\n{head}".encode() + data + b"\r\n"


class Bench:
    """One account over a host; an answer is its parsed JSON, or bytes."""

    def __init__(self, folder, *, seed=7, clock=None, keys=None, host=None):
        self.clock = clock or BenchClock()
        self.host = host or Host.open(folder, clock=self.clock, seed=seed)
        self.keys = keys or self.host.keys()[0]
        self.token = None

    def send(self, method, path, query=None, body=b"", headers=None, timeout_s=30):
        """A request as it is, its response as it is."""
        request = Request(method, path, query or {}, headers or {}, body)
        return self.host.send(request, timeout_s=timeout_s)

    def call(
        self, path, sent=None, *, method=None, query=None, body=None, headers=None
    ):
        """A call with the access_token: JSON, ready bytes, or GET."""
        if body is None:
            body = (
                b"" if sent is None else json.dumps(sent, ensure_ascii=False).encode()
            )
        method = method or ("POST" if body else "GET")
        query = {"access_token": self.access_token(), **(query or {})}
        response = self.send(method, f"/cgi-bin/{path}", query, body, headers)
        assert response.status == 200
        return read(response)

    def access_token(self):
        """The account's stable one, fetched when first needed."""
        if self.token is None:
            self.token = self.stable()["access_token"]
        return self.token

    def stable(self, **changes):
        """A call of stable_token."""
        fields = {
            "grant_type": "client_credential",
            "appid": self.keys.appid,
            "secret": self.keys.secret.reveal(),
            **changes,
        }
        body = json.dumps(
            {name: each for name, each in fields.items() if each is not None}
        )
        return read(self.send("POST", "/cgi-bin/stable_token", body=body.encode()))

    def plain(self, **changes):
        """A call of GET token."""
        fields = {
            "grant_type": "client_credential",
            "appid": self.keys.appid,
            "secret": self.keys.secret.reveal(),
            **changes,
        }
        query = {name: each for name, each in fields.items() if each is not None}
        return read(self.send("GET", "/cgi-bin/token", query))

    def probe(self, token):
        """The errcode a token gets, 0 when it is good."""
        query = {"access_token": token}
        answer = read(self.send("GET", "/cgi-bin/draft/count", query))
        return answer.get("errcode", 0)

    def upload(self, path, data, *, name="a.png", query=None, extra=b"", body=None):
        """A call with a file."""
        form = extra + part("media", data, name) + f"--{BOUNDARY}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return self.call(path, body=body or form, headers=headers, query=query)

    def uploadimg(self, data=None, **options):
        """A picture of a body."""
        data = picture() if data is None else data
        return self.upload("media/uploadimg", data, **options)

    def material(self, data=None, *, kind="image", **options):
        """A permanent material."""
        data = picture() if data is None else data
        query = {"type": kind}
        return self.upload("material/add_material", data, query=query, **options)

    def article(self, **changes):
        """A good article; None takes a field out."""
        fields = {
            "title": "标题",
            "author": "作者",
            "content": "<p>正文</p>",
            "thumb_media_id": None,
            **changes,
        }
        if "thumb_media_id" not in changes and "image_info" not in changes:
            fields["thumb_media_id"] = self.material()["media_id"]
        return {name: value for name, value in fields.items() if value is not None}

    def newspic(self, count=1, **changes):
        """A good picture message."""
        ids = [self.material()["media_id"] for _ in range(count)]
        images = {"image_list": [{"image_media_id": each} for each in ids]}
        fields = {"article_type": "newspic", "content": "文字", "image_info": images}
        return self.article(**{**fields, **changes})

    def add(self, *articles):
        """draft/add."""
        return self.call("draft/add", {"articles": list(articles)})

    def draft(self, *articles):
        """The media_id of a new draft."""
        return self.add(*(articles or [self.article()]))["media_id"]

    def stored(self, media_id, index=0):
        """An article as draft/get returns it."""
        return self.call("draft/get", {"media_id": media_id})["news_item"][index]

    def submit(self, media_id=None):
        """The publish_id of a new publication."""
        media_id = media_id or self.draft()
        return self.call("freepublish/submit", {"media_id": media_id})["publish_id"]

    def look(self, publish_id):
        """freepublish/get."""
        return self.call("freepublish/get", {"publish_id": publish_id})

    def publish(self, media_id=None):
        """A publication that has ended, as freepublish/get tells it."""
        publish_id = self.submit(media_id)
        self.clock.sleep(60)
        return self.look(publish_id)


def read(response):
    """A reply as JSON, or its bytes where it is a file."""
    if response.headers["Content-Type"] == "text/plain":
        return json.loads(response.body)
    return response.body
