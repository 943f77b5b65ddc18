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


def document(*lines: str, pages: int = 2, box: tuple[float, float] = (595, 842)) -> bytes:
    """A PDF of some pages, with the same lines on each."""
    words = "BT /F1 24 Tf 72 760 Td 32 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    kids = " ".join(f"{4 + 2 * page} 0 R" for page in range(pages))
    parts = ["<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"]
    parts.append(f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>")
    parts.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for page in range(pages):
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {box[0]} {box[1]}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * page} 0 R >>"
        )
        parts.append(f"<< /Length {len(words)} >>\nstream\n{words}\nendstream")
    made, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{part}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    foot = f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}{foot}".encode()


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


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def swollen(kind: bytes) -> bytes:
    """A small PNG with something attached that is huge, or that points at itself without end."""
    packed = zlib.compress(b"x" * 200_000_000, 9)
    loop = b"MM\x00\x2a\x00\x00\x00\x08" + b"\xff\xff" + b"\x87\x69\x00\x04\x00\x00\x00\x01\x00\x00\x00\x08" * 5_000
    parts = {b"zTXt": b"Comment\x00\x00" + packed, b"iCCP": b"profile\x00\x00" + packed, b"eXIf": loop}
    plain = picture("PNG", (64, 48))
    return plain[:33] + chunk(kind, parts[kind]) + plain[33:]


def bomb(width: int = 13_000, height: int = 13_000) -> bytes:
    """A small PNG that says that it is huge, and is."""
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
