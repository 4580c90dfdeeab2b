"""WeChat's server API: everything that knows its field names and error codes.

transport.py      the seam: a request in, a response out; the network
endpoints.py      every endpoint, and when a call may be sent again
exchange.py       one call: sent, counted, read, repeated where that is safe
replies.py        reply bytes -> nouns
errcodes.py       an errcode -> an error of ours with advice
access_tokens.py  the credential on disk, renewed by one process for all
client.py         one method an endpoint
connect.py        an account -> a client: the network, or the sandbox
payload.py        an article -> what draft/add takes
lastcheck.py      the payload held to every limit once more
readback.py       what WeChat stored -> our words, and a fingerprint of it
"""
