"""The protocol itself: requests and answers as the library sees them. Importing this loads the library."""

import json
from functools import cache

from django.http import HttpRequest, HttpResponse
from scim2_models import SCIMException
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.service import ScimService

from groups.models import ProvisioningConnection
from groups.scim.resources import provider
from groups.scim.storage import Storage


@cache
def service() -> ScimService:
    """The steps of the protocol, which know neither storage nor web."""
    return ScimService(provider())


def answer(request: HttpRequest, connection: ProvisioningConnection, path: str, root: str) -> HttpResponse:
    """The answer to a request of a connection."""
    method = str(request.method)
    asked = ScimRequest(
        method=method,
        base_url=root,
        path="/" + path.removesuffix(".scim"),
        query={name: str(value) for name, value in request.GET.items()},
        headers=dict(request.headers.items()),
        body=request.body,
        subject=connection,
    )
    reads = method == "GET" or path.rstrip("/").endswith(".search")
    handler = ScimHandler(service(), Storage(connection.acts_as, writes=not reads))
    try:
        said = handler.handle(asked)
    except SCIMException as error:
        said = service().error_response(error)
    said.headers.setdefault("Location", asked.url)
    return _sent(said)


def _sent(said: ScimResponse) -> HttpResponse:
    body = b"" if said.body is None else json.dumps(said.body, ensure_ascii=False, separators=(",", ":")).encode()
    return HttpResponse(body, status=int(said.status), headers=said.headers)
