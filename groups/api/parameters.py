"""What several listings of this room may be asked with."""

from drf_spectacular.utils import OpenApiParameter

QUERY = OpenApiParameter("q", str, description="Words to look for.")
