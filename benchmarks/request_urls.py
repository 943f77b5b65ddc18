"""The addresses of the site, and an empty view to compare with."""

from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class Empty(APIView):
    """Authenticates and answers nothing."""

    def get(self, request: Request) -> Response:
        """Nothing."""
        return Response({})


urlpatterns = [path("empty/", Empty.as_view()), path("", include("esn.urls"))]
