"""The sandbox gives the documented and recorded answers (``exchanges/``)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sandbox_bench import BOUNDARY, Bench, part, picture, read

FILES = sorted(Path(__file__).with_name("exchanges").glob("*.json"))
EXCHANGES = [
    pytest.param(each, id=f"{file.stem}: {each['name']}")
    for file in FILES
    for each in json.loads(file.read_text("utf-8"))
]
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(100)
DESCRIPTION = part("description", b'{"title":"t","introduction":"i"}')
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(24)


def held(bench):
    """What the account of an exchange holds, by the names they use."""
    article = bench.article(pic_crop_235_1="0_0_1_1")
    published = bench.submit(bench.draft(article))
    bench.clock.sleep(60)
    temporary = bench.upload("media/upload", picture(), query={"type": "image"})
    return {
        "$appid": bench.keys.appid,
        "$secret": bench.keys.secret.reveal(),
        "$article_id": bench.look(published)["article_id"],
        "$published": published,
        "$publish_id": bench.submit(),
        "$draft": bench.draft(article),
        "$thumb": bench.material()["media_id"],
        "$url": bench.uploadimg()["url"],
        "$voice": bench.material(b"#!AMR\n" + bytes(13), kind="voice")["media_id"],
        "$video": bench.material(MP4, kind="video", extra=DESCRIPTION)["media_id"],
        "$temporary": temporary["media_id"],
        "$png": picture(),
        "$jpeg": picture("JPEG"),
        "$webp": WEBP,
    }


def filled(asked, names):
    """The request with the account's own values."""
    if isinstance(asked, dict):
        return {name: filled(each, names) for name, each in asked.items()}
    if isinstance(asked, list):
        return [filled(each, names) for each in asked]
    return names.get(asked, asked) if isinstance(asked, str) else asked


def ask(bench, asked):
    """Send what an exchange asks."""
    query = asked.get("query", {})
    token = asked.get("access_token", bench.access_token())
    if token is not None:
        query = {**query, "access_token": token}
    body, headers = b"", {}
    if "json" in asked:
        body = json.dumps(asked["json"], ensure_ascii=False).encode()
    if "file" in asked:
        body = part("media", asked["file"], "a.jpg") + f"--{BOUNDARY}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    method = asked.get("method", "POST")
    return read(bench.send(method, asked["path"], query, body, headers))


def compare(answer, expected, where="answer"):
    """Field by field; a stand-in matches what it describes."""
    if expected == "<any>":
        return
    if expected == "<text>":
        assert isinstance(answer, str), where
    elif expected == "<number>":
        assert isinstance(answer, int), where
    elif isinstance(expected, str) and expected.startswith("<~ "):
        assert re.fullmatch(expected[3:-1], answer), where
    elif isinstance(expected, dict):
        assert set(answer) == set(expected), where
        for name, each in expected.items():
            compare(answer[name], each, f"{where}.{name}")
    elif isinstance(expected, list) and expected:
        assert answer, where
        for number, each in enumerate(answer):
            compare(each, expected[0], f"{where}[{number}]")
    elif where.endswith(".errmsg"):
        assert re.split(r"(?: hint: \[[^]]*\])? rid: ", answer)[0] == expected, where
    else:
        assert answer == expected, where


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_the_answer_is_the_recorded_one(tmp_path, exchange):
    """The same fields, types and errcodes."""
    bench = Bench(tmp_path)
    asked = filled(exchange["ask"], held(bench))
    compare(ask(bench, asked), exchange["answer"])


def test_every_exchange_names_its_source():
    """Documented or measured, with a date where it was measured."""
    assert EXCHANGES
    for each in EXCHANGES:
        (exchange,) = each.values
        assert re.match(r"official|measured \d{4}|return-code list", exchange["source"])
