"""Searches that people keep: what is asked, with which groups it is shared, who follows it, and what came since.

And the index, where PostgreSQL keeps it (``search.postgres``); these tables are empty elsewhere.
"""

from typing import ClassVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from groups.models import Audience, Group
from people.models import Person


class KeptSearch(models.Model):
    """A question under a name. It holds no answer: whoever opens it finds what they may read themselves."""

    id = IdField(primary_key=True, default=new_id)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    sort_name = models.CharField(max_length=400, blank=True)  # the name, folded
    text = models.CharField(max_length=256, blank=True)
    filters: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    asked_up_to = models.BigIntegerField(default=0)  # the seat whose turn was last, where not all are asked in a round

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "sort_name", "id"], name="search_kept_sorted")
        ]


class KeptShare(models.Model):
    """A group whose members see a kept search, for as long as its owner is one of them."""

    search = models.ForeignKey(KeptSearch, on_delete=models.CASCADE, related_name="shares", db_index=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["search", "group"], name="search_share_once")
        ]


class KeptSeat(models.Model):
    """What one person has of a kept search: whether it stands in their rail, and whether they are told of matches."""

    class Alert(models.TextChoices):
        """When somebody is told of what matches from now on."""

        NEVER = "never"
        AT_ONCE = "at_once"
        DIGEST = "digest"

    search = models.ForeignKey(KeptSearch, on_delete=models.CASCADE, related_name="seats", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    pinned_at = models.DateTimeField(null=True, blank=True)
    alert = models.CharField(max_length=7, choices=Alert.choices, default=Alert.NEVER)
    looked_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["search", "person"], name="search_seat_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["id"],
                name="search_seat_followed",
                condition=models.Q(pinned_at__isnull=False) | ~models.Q(alert="never"),
            )
        ]


class KeptMatch(models.Model):
    """Something new that matches, since its person looked last. It counts only while they read its audience."""

    seat = models.ForeignKey(KeptSeat, on_delete=models.CASCADE, related_name="matches", db_index=False)
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80, db_index=True)  # of the document, as in the index
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["seat", "key"], name="search_match_once")
        ]


class Terms(models.Field[str, str]):
    """The terms of a document as PostgreSQL searches them."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """A ``tsvector``; elsewhere the table stays empty."""
        return "tsvector" if connection.vendor == "postgresql" else "text"


class IndexBuild(models.Model):
    """One index in PostgreSQL: how far it has come in the log, and whether it is the one that is asked."""

    signature = models.CharField(max_length=32)
    current = models.BooleanField(default=False)
    xid = models.BigIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    written_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["current"], condition=models.Q(current=True), name="search_one_current")
        ]


class IndexedDocument(models.Model):
    """One document of a build: what it is found by, filtered by and counted by; never its words as they were said."""

    build = models.ForeignKey(IndexBuild, on_delete=models.CASCADE, related_name="+", db_index=False)
    hash = models.BigIntegerField()  # of its key
    tie = models.BigIntegerField()  # of its id and audience, to order equals
    print = models.BigIntegerField()  # of everything that was analysed, to compare
    kind = models.SmallIntegerField()
    ident = models.CharField(max_length=32)
    audience = models.CharField(max_length=32)
    author = models.CharField(max_length=32)
    in_group = models.CharField(max_length=32)
    customer = models.CharField(max_length=32)
    of_case = models.CharField(max_length=32)
    thread = models.CharField(max_length=32)
    holder = models.CharField(max_length=32)
    companions = models.CharField(max_length=32)  # its case, or else its thread
    post = models.CharField(max_length=32, default="")  # that a file came with
    at = models.BigIntegerField()  # milliseconds since 2000
    length = models.IntegerField()
    marks = models.SmallIntegerField()
    status = models.SmallIntegerField()
    side = models.SmallIntegerField()
    lang = models.SmallIntegerField()
    face = models.BooleanField()
    terms = Terms()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["build", "hash"], name="search_document_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["build", "companions"], name="search_document_companions"),
            models.Index(
                fields=["build", "audience"],
                name="search_document_audience",
                opclasses=["int8_ops", "varchar_pattern_ops"],  # bytes, in no order of a language
            ),
        ]


class IndexedCount(models.Model):
    """How many documents of one kind an audience has, and how many words: what a reader sees is a sum of these."""

    build = models.ForeignKey(IndexBuild, on_delete=models.CASCADE, related_name="+", db_index=False)
    audience = models.CharField(max_length=32)
    kind = models.SmallIntegerField()
    face = models.BooleanField()
    documents = models.BigIntegerField()
    words = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["build", "audience", "kind", "face"], name="search_count_once")
        ]


class IndexedWord(models.Model):
    """A word that some document of a build had: what a slip may have meant, when the reader sees it somewhere."""

    build = models.ForeignKey(IndexBuild, on_delete=models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["build", "word"], name="search_word_once")
        ]
