"""What an author looks at: the phone page, and ``mdwx watch`` around it.

``phone`` is an article as a phone shows it; ``printed`` makes the pages on disk of it,
of ``pieces`` that pages with templates (``look``) have too. The live pages are these:

    GET /                 all posts
    GET /posts/{slug}     the desk of a post: our page, filled in by modules of
                          /_static/; ``?line=12`` or ``#line=12`` goes to a line
    GET /_frame/{slug}    the article alone in WeChat's page, in which nothing runs;
                          ``?night=1`` in dark mode
    GET /_state/{slug}    all the desk shows, as JSON; ``?night=1`` adds ``night``
    GET /_events          server-sent events, see below
    GET /_static/{name}   a file of ``static/`` (js, css, svg)
    GET /pictures/{name}  a picture of a built post, named by its bytes
    POST /_do/…           whatever changes something: ``guard`` lets in only the page's
                          token (header X-Mdwx-Token), from this machine itself

From a save to the eye: ``watch`` sees the file, ``studio`` reads and builds it in the
thread of ``press``, ``desk`` makes the state of it, ``channel`` sends that to the pages
that show it, ``patch.js`` changes in the frame what differs.

The state of a post. ``{zh, en}`` is a sentence in both languages, ``place`` stands for
path (from the site's root), line and column, each null where it is not known.

    version      changes with anything below; also the id of the event
    slug         as in the address;  ``moved``: its new slug after a renaming, or null
    problem      null, or title {zh, en}, text {zh, en} and place: the rest is then of
                 the last good page
    html         the fragment that would be sent, byte for byte but for the addresses of
                 pictures (plain text of a newspic); null while there was no good page
    title author date kind("news", "newspic") draft digest(as written) shown_digest
    source_url theme code_theme path
    cover        null, or src, and wide and square {x1, y1, x2, y2}, null for the whole
    gallery      addresses of a newspic's pictures
    account      the post's own;  ``accounts``: all it may go to, where there are some
    files        the path of each that the fragment came from
    lines        [[how many elements, which of files, line], …]: elements of ``html`` in
                 document order; line 0 is not known
    findings     code, severity("error", "warning", "note"), message, hint, and place
    counts       name, label, value, warn, fail, unit("characters", "units", "bytes",
                 "entries"), severity(null, "warning", "error")
    size         html_bytes, html_chars, text_chars, images;  ``words`` and ``minutes``

Events of ``/_events?slug=…``: ``hello`` (boot, edition, and what is only for a page at
this machine: its token, and the editor's address; at each connection),
``state`` (the state above, whole), ``night`` (version, html; only with ``&night=1``).
Without a slug: a plain message with the version of all posts.

Scripts. ``desk.js`` names the modules of a desk; each exports ``install(desk)``. What a
module is given is told in ``bench.js``: ``desk.on("state", …)``, ``desk.addPanel``,
``addTool``, ``addAction``, ``addShortcut``, ``post`` (to /_do/…), ``choice`` and
``choose``, ``announce``, ``articles()`` (each with ``document`` and ``content``).
Classes of ``live.css`` for use by all: dk-button, dk-primary, dk-select, dk-segments,
dk-dialog, dk-soft, dk-facts. Sentences go through ``say(zh, en)``, elements through
``make``: no markup is ever made of strings.
"""
