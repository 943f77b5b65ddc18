"""Which characters have no place in what a person writes."""

import re

UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # controls, halves of pairs
