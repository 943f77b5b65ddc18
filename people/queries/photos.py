"""Photos: where they are found, and their bytes."""

from dataclasses import dataclass
from pathlib import Path

from esn.core import files
from esn.core.errors import NotFound
from esn.core.pictures import SQUARES

ADDRESS = "/api/v1/people/{id}/photo/{digest}/{size}/"
SMALL, LARGE = 96, max(SQUARES)  # pixels of an edge: beside what somebody wrote, and at the head of their page


def avatar(person_id: str, digest: str | None, size: int = SMALL) -> str | None:
    """The address of somebody's photo in one size; None where there is none. Another photo has another address."""
    return ADDRESS.format(id=person_id, digest=digest, size=size) if digest else None


@dataclass(frozen=True)
class PhotoBytes:
    """The bytes of a photo in one size, for a door that sends them."""

    path: Path
    sha256: str


def photo_bytes(digest: str, size: str) -> PhotoBytes:
    """The bytes of a photo that somebody has; NotFound for a size that there is not, or when they are lost."""
    sizes = {str(one): one for one in SQUARES}
    if size not in sizes:
        raise NotFound
    path = files.where(digest, None if sizes[size] == LARGE else sizes[size])
    if not path.is_file():
        raise NotFound
    return PhotoBytes(path, f"{digest}-{size}")
