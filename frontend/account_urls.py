"""The addresses of signing in, and of one's credentials."""

from allauth.account import views as account
from django.conf import settings
from django.urls import include, path

from frontend.pages import security, sign_in, sso

saml = (
    [path("sign-in/saml/", include("frontend.saml_urls"))] if settings.SAML_METADATA_URL else []
)  # its libraries are an extra

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", sign_in.code, name="sign_in_code"),
    path("sign-in/enrol/", sign_in.enrol, name="sign_in_enrol"),
    path("sign-in/passkey/", sign_in.passkey, name="sign_in_passkey"),
    path("sign-in/forgotten/", sign_in.forgotten, name="forgotten"),
    path("sign-in/reset/", sign_in.reset, name="reset"),
    path("sign-in/reset/<str:person_id>/<str:token>/", sign_in.reset_link, name="reset_link"),
    path("sign-in/again/", security.again, name="again"),
    path("sign-in/sso/", sso.begin, name="sso"),
    *saml,
    path("sign-in/sso/back/", sso.back, {"provider_id": sso.PROVIDER}, name="openid_connect_callback"),
    path("sign-out/", account.logout, name="account_logout"),
    path("account-closed/", account.account_inactive, name="account_inactive"),
    path("settings/security/", security.security, name="security"),
    path("settings/security/app/", security.app, name="app_new"),
    path("settings/security/app/remove/", security.app_remove, name="app_remove"),
    path("settings/security/codes/", security.codes, name="recovery_codes"),
    path("settings/security/passkeys/", security.passkeys, name="passkey_new"),
    path("settings/security/passkeys/<str:passkey_id>/", security.passkey, name="passkey"),
    path("settings/security/passkeys/<str:passkey_id>/remove/", security.passkey_remove, name="passkey_remove"),
    path("settings/security/sessions/<str:session_id>/end/", security.session_end, name="session_end"),
    path("settings/security/sign-out-everywhere/", security.sign_out_everywhere, name="sign_out_everywhere"),
    path("settings/email/", security.email, name="email"),
    path("settings/email/<str:token>/", security.email_confirm, name="email_confirm"),
]
