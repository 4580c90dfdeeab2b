"""Which addresses a post may have asked: those of the open internet, and no others.

Python's ``is_global`` follows IANA's tables as they were at its release; what it lets
through that leads to a machine near us is named here.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Final

__all__ = ["is_faked", "is_public", "resolve"]

FAKED: Final = ipaddress.ip_network("198.18.0.0/15")
"""What proxy programs (Clash, Surge) answer for every name in "fake-ip" mode."""
NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
UNICAST: Final = ipaddress.ip_network("2000::/3")
"""All of IPv6 that IANA has given to the internet; site-local fec0::/10 is outside."""
NEAR: Final = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",  # IETF protocols; Oracle's clouds answer at 192.0.0.192
            "192.88.99.0/24",  # relays of 6to4, given up with RFC 7526
            "168.63.129.16/32",  # Azure's own door into each of its machines
            "3fff::/20",  # documentation, RFC 9637
        ),
    )
)


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet, however it is wrapped."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
        if ip not in UNICAST:
            return False
    is_near = any(ip in network for network in NEAR)
    return ip.is_global and not (is_near or ip.is_multicast or ip.is_reserved)


def is_faked(address: str) -> bool:
    """Whether a proxy program made the address up."""
    return ipaddress.ip_address(address.split("%", 1)[0]) in FAKED


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host, as the system gives them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
