"""Under which name a vote is kept: a person's own, or in an anonymous poll a digest that only this poll can make."""

import hashlib
import hmac

from django.conf import settings

from feeds.models import Poll

_PURPOSE = b"esn.feeds.vote"


def voter_of(poll: Poll, person_id: str) -> str:
    """The name under which somebody votes; empty when an anonymous poll has closed and nobody can say any more.

    The digest needs the key of the site and the salt of the poll. Who has both can try every person while the poll
    is open; its salt is destroyed when it closes.
    """
    if not poll.anonymous:
        return person_id
    if not poll.salt:
        return ""
    key = hmac.digest(settings.SECRET_KEY.encode(), _PURPOSE + bytes.fromhex(poll.salt), "sha256")
    return hmac.new(key, person_id.encode(), hashlib.sha256).hexdigest()
