"""mdwx turns Markdown posts into WeChat Official Account articles.

    file -> Post -> Document -> Page -> Article -> Draft -> Publication
       read    parse       grow    rewrite, style, reshape, check   push     release

I/O at both ends, one pure chain between, one noun at every joint. ``*`` marks
what may touch files, clock, network or terminal.

    model.py        the frozen nouns
    errors.py       everything mdwx can explain, and the exit code of each
    config.py     * site file + environment -> Config
    site.py       * which posts there are
    post.py         text -> Post
    markdown/       Post -> Document; one syntax extension a file
    page/           Document -> Page (an lxml tree); Page -> markup, once, last
    transforms/     one rewrite of the page a file; the ordered table in __init__
    style/        * theme folder -> Theme; premailer computes the styles
    checks/         one rule a file; limits.toml holds every number
    pipeline.py     build(): the pure chain from top to bottom
    media/        * find, fetch and convert pictures; covers
    wechat/       * transport, client, payload, access_token
    ledger/       * what each account already holds; mdwx.lock
    publish/      * push and release as resumable steps
    make.py       * one run over posts: read, build, upload, write
    output.py     * dist/, written whole or not at all
    preview/      * watch, its server, the phone page
    sandbox/      * the stand-in for WeChat
    cli/          * one file a command; alone prints
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
