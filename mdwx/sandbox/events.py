"""What WeChat would push to an account's own server when a publication ends.

Kept for people and tests to look at: the sandbox calls nobody. Official:
freepublish/submit page, 2025.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from mdwx.sandbox.state import AccountState, Publication

__all__ = ["publish_job_finish"]


def publish_job_finish(account: AccountState, job: Publication, *, now: int) -> str:
    """The XML of ``PUBLISHJOBFINISH``."""
    detail = "".join(
        f"<item><idx>{number}</idx><article_url>{cdata(url)}</article_url></item>"
        for number, url in enumerate(job["urls"], start=1)
    )
    found = ""
    if job["status"] == 0:
        found = (
            f"<article_id>{cdata(job['article_id'])}</article_id>"
            f"<article_detail><count>{len(job['urls'])}</count>{detail}</article_detail>"
        )
    failed = "".join(f"<fail_idx>{index}</fail_idx>" for index in job["fail_idx"])
    return (
        f"<xml><ToUserName>{cdata('gh_' + account['appid'][2:14])}</ToUserName>"
        f"<FromUserName>{cdata('o' + account['prefix'] + 'mphelp')}</FromUserName>"
        f"<CreateTime>{now}</CreateTime><MsgType>{cdata('event')}</MsgType>"
        f"<Event>{cdata('PUBLISHJOBFINISH')}</Event><PublishEventInfo>"
        f"<publish_id>{escape(job['publish_id'])}</publish_id>"
        f"<publish_status>{job['status']}</publish_status>{found}{failed}"
        "</PublishEventInfo></xml>"
    )


def cdata(value: str) -> str:
    """Text as WeChat's XML carries it."""
    return f"<![CDATA[{value}]]>"
