"""The answer of every REST address that does not exist."""

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from esn.core.rest import not_found


@extend_schema(exclude=True)
class NoSuchPath(APIView):
    """Nothing here, said with the bytes of every other absence."""

    permission_classes = (AllowAny,)

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Whatever the method, and in the language of whoever asks."""
        self.perform_authentication(request)
        not_found()
