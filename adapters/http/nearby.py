"""Who asks from this machine or its network, and not through the proxy that the internet comes by."""

from ipaddress import IPv6Address, ip_address
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

FORWARDED: Final = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Real-IP",
    "Via",
    "CF-Connecting-IP",
)


def is_nearby(request: web.Request, public_url: str | None) -> bool:
    """``public_url``: who asks for that name came from outside, whatever way."""
    if any(name in request.headers for name in FORWARDED):
        return False
    if public_url and _host(f"//{request.headers.get('Host', '')}") == _host(public_url):
        return False
    return _is_local(request.remote or "")


def _is_local(address: str) -> bool:
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return not (mapped or found).is_global


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").casefold()
    except ValueError:
        return ""
