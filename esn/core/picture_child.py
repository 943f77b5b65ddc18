"""The process that opens one picture or document: limited before anything is imported, run by ``pictures`` alone.

Reads an order in JSON; writes the picture anew beside the given one, and smaller ones as WebP; says what it made.
"""

import json
import resource
import sys
from typing import Any

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
WRITING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88},
    "PNG": {"compress_level": 4},
    "WEBP": {"quality": 88, "method": 3},
    "GIF": {},
}
SMALLER = {"quality": 80, "method": 3}


def main() -> None:
    """Do what the order says."""
    order = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        told = done(order)
    except MemoryError:
        told = {"refused": "too_many_pixels"}
    except Exception:
        told = {"refused": "broken"}  # whatever a decoder stumbles over
    json.dump(told, sys.stdout)


def done(order: dict[str, Any]) -> dict[str, Any]:
    """What an order asks for: squares of a picture, the first page of a document, or a picture in its sizes."""
    if "squares" in order:
        return square(order["path"], order["squares"], order["crop"], order["pixels"])
    if order.get("page"):
        return first_page(order["path"], order["sizes"])
    return remake(order["path"], order["sizes"], order["pixels"])


def first_page(path: str, sizes: list[int]) -> dict[str, Any]:
    """Draw the first page of a PDF on white, in all sizes that are asked for: no script of it runs."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        number = len(document)
        page = document[0]
        drawn = page.render(scale=max(sizes) / max(*page.get_size(), 1.0), may_draw_forms=False)
        image = drawn.to_pil().convert("RGB")
    image.thumbnail((max(sizes), max(sizes)))
    width, height = image.size
    for size in sorted(sizes, reverse=True):
        image.thumbnail((size, size), reducing_gap=2.0)
        image.save(f"{path}-{size}", "WEBP", **SMALLER)
    return {"width": width, "height": height, "pages": number}


def remake(path: str, sizes: list[int], most: int) -> dict[str, Any]:
    """Read a picture once, and write it in all its sizes."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # ours is the lower limit, and speaks before anything is decoded
    with Image.open(path, formats=FORMATS) as image:
        width, height = image.size
        if width * height > most:
            return {"refused": "too_many_pixels"}
        # A phone puts a second picture for bright screens behind the first one (MPO): the first is the picture.
        form = "JPEG" if image.format == "MPO" else str(image.format)
        if form != "JPEG" and getattr(image, "is_animated", False):
            return {"moves": True}
        image.load()
        profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
        ImageOps.exif_transpose(image, in_place=True)
        image = plain(image, form)
    image.info = {name: image.info[name] for name in ("transparency",) if name in image.info}
    kept = {"icc_profile": profile} if profile and form != "GIF" else {}
    image.save(f"{path}-made", form, **WRITING[form], **kept)
    width, height = image.size
    image = image.convert("RGBA" if image.has_transparency_data else "RGB") if image.mode != "RGB" else image
    for size in sorted(sizes, reverse=True):
        image.thumbnail((size, size), reducing_gap=2.0)
        image.save(f"{path}-{size}", "WEBP", **SMALLER, **kept)
    return {"width": width, "height": height}


def square(path: str, sizes: list[int], crop: list[int] | None, most: int) -> dict[str, Any]:
    """Read a picture once, and write one square of it in all sizes: its first frame, without what was attached."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path, formats=FORMATS) as image:
        if image.size[0] * image.size[1] > most:
            return {"refused": "too_many_pixels"}
        if min(image.size) < min(sizes):
            return {"refused": "too_small"}
        image.load()
        profile = image.info.get("icc_profile")
        ImageOps.exif_transpose(image, in_place=True)
        width, height = image.size
        edge = min(width, height)
        left, top, edge = crop or [(width - edge) // 2, (height - edge) // 2, edge]
        if not (0 <= left <= width - edge and 0 <= top <= height - edge):
            return {"refused": "outside"}
        if edge < min(sizes):
            return {"refused": "too_small"}
        image = on_white(in_screen_colours(image.crop((left, top, left + edge, top + edge)), profile))
    image.info = {}
    for size in sorted(sizes, reverse=True):
        image = image.resize((size, size), Image.Resampling.LANCZOS, reducing_gap=2.0)
        image.save(f"{path}-{size}", "WEBP", quality=82, method=4)
    return {"width": image.size[0], "height": image.size[1]}


def in_screen_colours(image: Any, profile: bytes | None) -> Any:
    """The picture in the colours of a screen; what its own profile says of them is worked in, not kept."""
    from io import BytesIO

    from PIL import ImageCms

    if image.mode == "P" or image.mode.startswith("I"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that says nothing of these colours
    return image


def on_white(image: Any) -> Any:
    """The picture without transparency: what is behind a face does not change with the theme."""
    from PIL import Image

    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image).convert("RGB")


def plain(image: Any, form: str) -> Any:
    """The picture in colours that its format can say: what was meant for print becomes what a screen shows."""
    if form == "JPEG" and image.mode not in ("L", "RGB"):
        return image.convert("RGB")
    if form == "WEBP" and image.mode not in ("RGB", "RGBA"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


if __name__ == "__main__":
    main()
