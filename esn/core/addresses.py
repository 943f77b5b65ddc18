"""Where the site is reached from outside: what absolute links in mails begin with, never what a request says."""

from django.conf import settings

_here = ["http://localhost:8000"]


def listening_on(port: int) -> None:
    """Remember the port of a site that has no address of its own and is reached from this machine alone."""
    _here[0] = f"http://localhost:{port}"


def site_address() -> str:
    """The address of the site, without a slash at its end."""
    return settings.ORIGIN or _here[0]


def absolute(path: str) -> str:
    """A path of the site as a link for a mail."""
    return site_address() + path
