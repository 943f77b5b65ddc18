"""The process that opens one picture: limited before anything is imported, run by ``esn.core.pictures`` alone.

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
        told = remake(order["path"], order["sizes"], order["pixels"])
    except MemoryError:
        told = {"refused": "too_many_pixels"}
    except Exception:
        told = {"refused": "broken"}  # whatever a decoder stumbles over
    json.dump(told, sys.stdout)


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


def plain(image: Any, form: str) -> Any:
    """The picture in colours that its format can say: what was meant for print becomes what a screen shows."""
    if form == "JPEG" and image.mode not in ("L", "RGB"):
        return image.convert("RGB")
    if form == "WEBP" and image.mode not in ("RGB", "RGBA"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


if __name__ == "__main__":
    main()
