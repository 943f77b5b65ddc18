"""The site with the addresses of SAML, as one that names a provider has them."""

from django.urls import include, path

from esn.urls import handler404, handler429, handler500
from esn.urls import urlpatterns as site

urlpatterns = [path("sign-in/saml/", include("frontend.saml_urls")), *site]
__all__ = ["handler404", "handler429", "handler500", "urlpatterns"]
