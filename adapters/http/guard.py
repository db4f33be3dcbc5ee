"""Who may speak to a server on loopback: no foreign page, by no name of its own, and no foreign script.

A page elsewhere may send requests to 127.0.0.1, directly (CSRF) or by a name that it points here
(DNS rebinding). So ``Host`` must be ours, and ``Origin``, where a browser sends one, the same.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from adapters.http.errors import failure

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def is_loopback(host: str) -> bool:
    return host in LOOPBACK or (_is_address(host) and ip_address(host).is_loopback)


def guard(bound_to: str) -> Middleware:
    """Refuse what does not come from our own page or a local script; ``bound_to``: where we listen."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        authority = request.headers.get("Host", "")
        if not host_allowed(_name(authority), bound_to):
            return failure(
                "This address is not the playground's. Open it as it was printed at the start.", 403
            )
        if not origin_allowed(request.headers.get("Origin"), authority):
            return failure("Only the playground's own page may do this.", 403)
        if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"} and not _navigates(
            request
        ):
            return failure("Only the playground's own page may do this.", 403)
        if request.method == "POST" and request.content_type != "application/json":
            return failure("Send JSON, with the header Content-Type: application/json.", 415)
        return await handler(request)

    return check


def host_allowed(name: str, bound_to: str) -> bool:
    """Loopback always. Opened to a network: also that host, and any bare address, which no DNS can fake."""
    if is_loopback(name) or name == bound_to.casefold():
        return True
    return not is_loopback(bound_to) and _is_address(name)


def origin_allowed(origin: str | None, authority: str) -> bool:
    """Scripts send none; a browser's must be the page it got from us."""
    if origin is None:
        return True
    parts = urlsplit(origin)
    return parts.scheme in {"http", "https"} and parts.netloc.casefold() == authority.casefold()


def _navigates(request: web.Request) -> bool:
    """Following a link to the page from elsewhere is fine: it shows the page and does nothing."""
    return (
        request.method == "GET"
        and request.path == "/"
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
    )


def _name(authority: str) -> str:
    try:
        return (urlsplit(f"//{authority}").hostname or "").casefold()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def headers_for(request: web.Request) -> dict[str, str]:
    """No inline script, nothing from elsewhere, no frame around us, no guessing of types."""
    host = request.headers.get("Host", "")
    sockets = f"ws://{host} wss://{host}" if _name(host) else ""
    return {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            f"connect-src 'self' {sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-store" if request.path.startswith("/api/") else "no-cache",
    }


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(headers_for(request))
