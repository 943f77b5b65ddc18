"""Why a mail did not leave, as a code: what a mail server answers may hold addresses and names of machines."""

import smtplib
import socket
import ssl

REASONS = ("sign_in", "recipient", "sender", "encryption", "unknown_server", "unreachable", "refused", "other")

_REASONS: tuple[tuple[type[BaseException], str], ...] = (  # the first that fits
    (smtplib.SMTPAuthenticationError, "sign_in"),
    (smtplib.SMTPRecipientsRefused, "recipient"),
    (smtplib.SMTPSenderRefused, "sender"),
    (smtplib.SMTPNotSupportedError, "encryption"),
    (ssl.SSLError, "encryption"),
    (socket.gaierror, "unknown_server"),
    (smtplib.SMTPServerDisconnected, "unreachable"),
    (smtplib.SMTPConnectError, "unreachable"),
    (smtplib.SMTPException, "refused"),
    (OSError, "unreachable"),
)


def reason(error: BaseException) -> str:
    """The code of ``REASONS`` for what was raised when a mail was to leave, or for what that came from."""
    seen: BaseException | None = error
    while seen is not None:
        for kind, code in _REASONS:
            if isinstance(seen, kind):
                return code
        seen = seen.__cause__
    return "other"
