"""Files for the tests: pictures of all kinds, made when they are needed, and the way they are sent."""

import io
import json
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image, ImageDraw

from tests.cast import Door

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(form: str = "JPEG", size: tuple[int, int] = (640, 480), mode: str = "RGB", **more: Any) -> bytes:
    """A picture in a format."""
    made = io.BytesIO()
    image = Image.radial_gradient("L").resize(size).convert(mode)
    image.save(made, form, **more)
    return made.getvalue()


def wardrobe(width: int = 1600, height: int = 1200) -> bytes:
    """A wardrobe in a room, one door off its hinges."""
    image = Image.new("RGB", (width, height), (214, 205, 190))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 900, width, height), fill=(158, 128, 96))
    for plank in range(0, width, 200):
        draw.line((plank, 900, plank - 160, height), fill=(138, 110, 80), width=4)
    draw.rectangle((420, 160, 1120, 980), fill=(120, 84, 56), outline=(84, 56, 36), width=12)
    draw.rectangle((446, 190, 764, 950), fill=(146, 104, 70), outline=(96, 66, 44), width=6)
    draw.rectangle((776, 190, 1094, 950), fill=(62, 44, 32))
    for shelf in (380, 580, 780):
        draw.rectangle((776, shelf, 1094, shelf + 14), fill=(120, 84, 56))
    draw.ellipse((724, 560, 748, 584), fill=(214, 190, 120))
    draw.polygon(((1010, 240), (1340, 300), (1260, 1080), (940, 1010)), fill=(152, 110, 74), outline=(96, 66, 44))
    draw.ellipse((1262, 650, 1288, 676), fill=(214, 190, 120))
    for hinge in ((1094, 260), (1094, 860)):
        draw.rectangle((hinge[0] - 10, hinge[1], hinge[0] + 14, hinge[1] + 40), fill=(190, 190, 190))
    made = io.BytesIO()
    image.save(made, "JPEG", quality=90)
    return made.getvalue()


def moving(form: str = "GIF") -> bytes:
    """A picture that moves."""
    first, *others = (Image.new("RGB", (40, 40), (shade, 0, 90)) for shade in (0, 120, 240))
    made = io.BytesIO()
    first.save(made, form, save_all=True, append_images=others, duration=200)
    return made.getvalue()


def bomb(width: int = 13_000, height: int = 13_000) -> bytes:
    """A small PNG that says that it is huge, and is."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x01\x00\x00\x00\x00"
    body = zlib.compress(b"\x00" * ((width // 8 + 2) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def with_place(orientation: int = 6) -> bytes:
    """A photo that knows where it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Canarycam"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    return picture(size=(600, 400), exif=exif, comment=b"canary in a comment")


def post_file(door: Door, name: str, content: bytes, *, path: str = "files/", **more: Any) -> HttpResponse:
    """Send a file as a form; fields and headers (with an upper-case letter) besides."""
    headers = {key.replace("_", "-"): text for key, text in more.items() if key[0].isupper()}
    fields = {key: text for key, text in more.items() if not key[0].isupper()}
    form = encode_multipart(BOUNDARY, {**fields, "file": SimpleUploadedFile(name, content)})
    answer = door.generic("POST", f"/api/v1/{path}", form, content_type=MULTIPART_CONTENT, headers=headers)
    assert isinstance(answer, HttpResponse)
    return answer


def sent(door: Door, name: str = "wardrobe.jpg", content: bytes | None = None, **more: Any) -> Any:
    """A file that was taken."""
    answer = post_file(door, name, picture() if content is None else content, **more)
    assert answer.status_code == 201, answer.text
    return json.loads(answer.text)


def fetched(door: Door, path: str, **headers: str) -> tuple[HttpResponse, bytes]:
    """What a door sends, with all its bytes."""
    answer: Any = door.ask("GET", path, **headers)
    return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content
