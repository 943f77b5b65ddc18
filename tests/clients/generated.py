"""A Python client, generated from the description that the site serves, as anybody outside would make one."""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.errors import GeneratorError

PACKAGE = "esn_client"
SITE = "http://testserver"


@dataclass(frozen=True)
class Generated:
    """The package, and what the generator had to say against the description."""

    folder: Path
    complaints: list[GeneratorError]
    operations: dict[tuple[str, str], str]  # their ids, by method and path
    modules: dict[str, str]  # where each is, by its id

    @property
    def models(self) -> Any:
        """Every shape of the API as a class."""
        return importlib.import_module(f"{PACKAGE}.models")

    def desk(self, bearer: str | None = None) -> "Desk":
        """A client of somebody who has a token, or of nobody."""
        client = importlib.import_module(f"{PACKAGE}.client")
        made = client.AuthenticatedClient(SITE, token=bearer) if bearer else client.Client(SITE)
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        transport = httpx.WSGITransport(WSGIHandler())
        return Desk(self, made.set_httpx_client(httpx.Client(base_url=SITE, transport=transport, headers=headers)))


@dataclass(frozen=True)
class Desk:
    """Where somebody works: every operation of the API is a method."""

    generated: Generated
    client: Any

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        module = importlib.import_module(self.generated.modules[operation])

        def ask(*path: str, **more: Any) -> Any:
            answer = module.sync_detailed(*path, client=self.client, **more)
            assert answer.status_code in (200, 201, 204), (operation, answer.status_code, answer.content)
            assert answer.parsed is not None or answer.status_code == 204, (operation, answer.content)
            return answer.parsed

        return ask


@contextmanager
def generated(folder: Path) -> Iterator[Generated]:
    """The client, which can be imported for so long."""
    described = folder / "schema.json"
    described.write_bytes(Client().get("/api/v1/schema/").content)
    read = ConfigFile(
        package_name_override=PACKAGE,
        post_hooks=[],
        literal_enums=True,
        content_type_overrides={"image/webp": "application/octet-stream"},  # it knows no picture
    )
    config = Config.from_sources(read, MetaType.NONE, described, "utf-8", overwrite=True, output_path=folder / PACKAGE)
    complaints = list(generate(config=config))
    sys.path.insert(0, str(folder))
    try:
        yield _read(folder / PACKAGE, complaints, json.loads(described.read_bytes()))
    finally:
        sys.path.remove(str(folder))
        for name in [one for one in sys.modules if one.partition(".")[0] == PACKAGE]:
            del sys.modules[name]


def _read(folder: Path, complaints: list[GeneratorError], described: Any) -> Generated:
    found = {
        (method, path): one
        for path, item in described["paths"].items()
        for method, one in item.items()
        if "operationId" in one
    }
    return Generated(
        folder,
        complaints,
        {place: one["operationId"] for place, one in found.items()},
        {one["operationId"]: _module(one) for one in found.values()},
    )


def _module(operation: Any) -> str:
    return f"{PACKAGE}.api.{operation['tags'][0].replace('-', '_')}.{operation['operationId']}"


def every_module(folder: Path) -> list[ModuleType]:
    """All of the package, imported."""
    names = sorted(".".join(path.relative_to(folder.parent).with_suffix("").parts) for path in folder.rglob("*.py"))
    return [importlib.import_module(name.removesuffix(".__init__")) for name in names]
