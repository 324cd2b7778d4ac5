"""Addresses as programs elsewhere need them: whole, and in ASCII."""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

from sjboard.views.site import SiteHead


def absolute(site: SiteHead, route: str) -> str:
    """Give the address of a route; "" where the school has not said where its site is."""
    if not site.url:
        return ""
    parts = urlsplit(site.url)
    host = parts.netloc
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    return (
        urlunsplit((parts.scheme, host, quote(parts.path, safe="/%~!$&'()*+,;=:@"), "", "")) + route
    )
