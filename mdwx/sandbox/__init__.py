"""The stand-in for WeChat's server: strict where the real one is strict.

``host.Host`` is a transport: a request in, a response out. A call passes the
gates of ``serving`` (faults, access_token, method, permission, quota) to the
endpoint that ``routes`` names, inside one transaction of ``store``.

    host, serving, routes, call      a request on its way
    access_tokens, ip_gate           who asks
    quotas, limits, settings         how much, by ``limits.toml``
    media, materials                 files: ``multipart``, ``sniff``, ``voices``
    drafts, articles, crops          the draft box
    rewrite, rules, stylerules       what the server does to content, one table
    publications, events             jobs that end later
    network, journal                 what was asked
    faults, replies, ids, bodies     the wire: trouble, shapes, raw escapes
    store, state                     one JSON file, blobs, a journal
    server, desk, pages, …           the same for people, over HTTP
"""

__all__: list[str] = []
