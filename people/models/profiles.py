"""What the directory says of a person beside their name, and what finds them in it."""

from django.db import models
from django.db.models import F, Q

from esn.core.ids import IdField, new_id
from people.models.people import Person


class Profile(models.Model):
    """What colleagues read of a person; apart from the person's row, which is loaded with every request.

    The last three columns are made of the others and of the person's name, title and handle: folded words, each
    behind a space, so that a beginning of a word is found by its space.
    """

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="profile")
    department = models.CharField(max_length=120, blank=True)
    department_key = models.CharField(max_length=400, blank=True)  # folded
    phone = models.CharField(max_length=40, blank=True)  # E.164, with " x12" for an extension
    place = models.CharField(max_length=120, blank=True)
    about = models.TextField(max_length=1000, blank=True)
    manager = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    sort_name = models.CharField(max_length=400, blank=True)
    name_words = models.TextField(blank=True)  # what everybody who knows the person may look for
    words = models.TextField(blank=True)  # what colleagues may look for: that, and all that is said here

    class Meta:
        indexes = [
            models.Index(fields=["sort_name", "person"], name="people_profile_by_name"),
            models.Index(fields=["department_key"], name="people_profile_department"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(manager=None) | ~Q(manager=F("person")), name="people_profile_nobody_manages_themselves"
            )
        ]


class Skill(models.Model):
    """Something that people know how to do, as it was first written; ``key`` is its one spelling."""

    id = IdField(primary_key=True, default=new_id)
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)


class PersonSkill(models.Model):
    """Somebody knows how to do it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skills", db_index=False)
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="people")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "skill"], name="people_personskill_once")]


class SpokenLanguage(models.Model):
    """A language that somebody speaks: its code in ISO 639."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="spoken", db_index=False)
    code = models.CharField(max_length=8)

    class Meta:
        indexes = [models.Index(fields=["code"], name="people_spoken_code")]
        constraints = [models.UniqueConstraint(fields=["person", "code"], name="people_spoken_once")]
