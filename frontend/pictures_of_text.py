"""A text as a picture that a camera reads (a QR code), inside the page itself."""

import base64

import qrcode
from qrcode.image.svg import SvgPathImage


def picture_of(text: str) -> str:
    """The address of the picture, for ``src``; it holds the picture, so nobody else is asked for it."""
    drawn = qrcode.make(text, image_factory=SvgPathImage).to_string()
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode()}"
