"""Posts, themes, pictures and addresses of other people: each attack and its end."""

from __future__ import annotations

import shutil
import ssl
import time
from pathlib import PurePosixPath

import pytest

from mdwx.errors import SourceError
from mdwx.media.fetch import Fetcher
from mdwx.model import ImageRef, Span
from tests.test_media_fetch import make_certificate, serving

WHERE = Span(PurePosixPath("content/a.md"), 7)


def here(**options):
    """A fetcher that finds every host on this machine."""
    return Fetcher(allow=lambda _: True, resolve=lambda *_: ["127.0.0.1"], **options)


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
@pytest.mark.parametrize("name", ["drip", "drip-headers"])
def test_a_slow_drip_over_tls_is_cut(tmp_path, monkeypatch, name):
    """Encryption does not take the line out of our hands."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make_certificate("pictures.test", key, certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(context=context) as (port, _):
        ref = ImageRef(f"https://pictures.test:{port}/{name}", WHERE)
        started = time.monotonic()
        with pytest.raises(SourceError, match="within"):
            here(total_s=0.5).fetch(ref)
    assert time.monotonic() - started < 3


def test_a_redirect_to_nonsense_is_an_error():
    """What a host answers is no address before it is read as one."""
    with serving() as (port, _):
        ref = ImageRef(f"http://pictures.test:{port}/to/http://[x", WHERE)
        with pytest.raises(SourceError, match="malformed"):
            here().fetch(ref)


@pytest.mark.parametrize("src", ["http://[a@b/x.png", "//u:p@[/x.png"])
def test_a_malformed_address_with_a_name_in_it_is_an_error(src):
    """The sentence that refuses an address can name it."""
    with pytest.raises(SourceError) as caught:
        Fetcher().fetch(ImageRef(src, WHERE))
    assert "u:p" not in str(caught.value)
