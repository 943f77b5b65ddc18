"""The addresses of signing in by SAML, for sites that have the extra ``esn[saml]`` and name a provider."""

from allauth.socialaccount.providers.saml import views as library
from django.urls import path

from frontend.pages import sso

urlpatterns = [
    path("", sso.begin_saml, name="saml"),
    path("<str:organization_slug>/acs/", library.acs, name="saml_acs"),
    path("<str:organization_slug>/acs/finish/", sso.back_from_saml, name="saml_finish_acs"),
    path("<str:organization_slug>/sls/", library.sls, name="saml_sls"),
    path("<str:organization_slug>/metadata/", library.metadata, name="saml_metadata"),
]
