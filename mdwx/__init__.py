"""mdwx turns Markdown posts into WeChat Official Account articles.

    file -> Post -> Document -> Page -> Article -> Draft -> Publication
       read    parse       grow    rewrite, style, reshape, check   push     release

I/O at both ends, one pure chain between, one noun at every joint. ``*`` marks
what may touch files, clock, network or terminal.

    model.py        the frozen nouns
    errors.py       everything mdwx can explain, and the exit code of each
    rules/          the catalogue: each code a finding has, and its page
    config/       * site file + environment -> Config
    post/           bytes of a Markdown file -> Post
    markdown/       Post -> Document; one syntax extension a file
    page/           Document -> Page (an lxml tree); Page -> markup, once, last
    transforms/     one rewrite of the page a file; the ordered table in __init__
    style/        * theme folder -> Theme; premailer computes the styles
    checks/         one rule a file; limits.toml holds every number
    layout/         rules of layout, judged on what a browser measured
    pipeline.py     build(): the pure chain from top to bottom
    rulebook.py     the catalogue as people read it: in the terminal, in the guide
    files.py      * one file of a site, read as a post
    site.py       * which posts there are, and which a command means
    looks.py      * theme, and what stands round the text, for each post
    media/        * find, fetch and convert pictures; covers; formulas and diagrams
    make.py       * one post built
    made.py         what became of each post of a run
    wechat/       * transport, client, payload, access_token
    ledger/       * what each account already holds; mdwx.lock
    neighbours.py * whom a link to another post means, and the address it has
    publish/      * push and release as resumable steps
    preview/      * the phone page; watch and its server
    browser/      * a real Chromium: measures an article, draws and prints it
    clipboard/    * an article on its way by hand: rich text, a file
    index.py      * dist/index.html
    output.py     * a post's folder in dist/, written whole or not at all
    forking.py    * work shared out over the cores
    ahead.py      * a process that gets ready beside other work
    kept.py       * the posts of an offline build that stand as they were built
    dispatch/     * one run against accounts: what would be sent, and sending it
    sandbox/      * the stand-in for WeChat
    cli/          * one file a command; alone prints

Imports point upwards in this list, but for the sandbox, which is loaded where it
is used. Beside it stand the small modules that many rooms share: clock, outcome,
spelling, visible, redaction, decoding, toml_lines, css_bounds, confined, patterns,
plugins, records, stand, versions, whole.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
