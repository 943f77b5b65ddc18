"""The ways by which a customer and we reach each other: one list for contacts and tellings."""

from django.db import models


class Channel(models.TextChoices):
    """How somebody was reached."""

    PHONE = "phone"
    SHOP = "shop"
    MAIL = "mail"
    SMS = "sms"
    CHAT = "chat"
    LETTER = "letter"
    VISIT = "visit"
    WINDOW = "window"  # the customer's own view of the case
    OTHER = "other"
