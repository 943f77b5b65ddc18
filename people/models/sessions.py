"""The browsers in which a person is signed in."""

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models.people import Person


class BrowserSession(models.Model):
    """A browser where somebody signed in, so that they can see it and end it; it lives as long as its session."""

    id = IdField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="browser_sessions")
    key = models.CharField(max_length=40, unique=True)  # of the session
    address = models.CharField(max_length=45)
    browser = models.CharField(max_length=300, blank=True)  # as it calls itself
    opened_at = models.DateTimeField(default=now)
    last_seen_at = models.DateTimeField(default=now)
