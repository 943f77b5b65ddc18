"""People and groups, as the documents that the index stores."""

from groups.models import EVERYONE, Group
from people.models import Person
from search.analysis import Document

_FOUND_PEOPLE = (Person.Kind.MEMBER, Person.Kind.GUEST)


def people(ids: list[str]) -> list[Document]:
    """Colleagues and guests who are there."""
    rows = Person.objects.filter(id__in=ids, is_active=True, kind__in=_FOUND_PEOPLE)
    return [
        Document(
            key=f"person:{id_}", type="person", audience=EVERYONE, open=True, title=name,
            body=f"{title}\n{partner or ''}".strip(), when=at, spellings=(handle,),
        )
        for id_, name, title, handle, partner, at in rows.values_list(
            "id", "name", "title", "handle", "partner__name", "joined_at"
        )
    ]  # fmt: skip


def groups(ids: list[str]) -> list[Document]:
    """Every member knows of a group unless it is secret."""
    rows = Group.objects.filter(id__in=ids)
    documents = []
    for id_, name, purpose, openness, at, audience in rows.values_list(
        "id", "name", "purpose", "openness", "created_at", "audience_id"
    ):
        known = openness != Group.Openness.SECRET
        documents.append(
            Document(
                key=f"group:{id_}", type="group", audience=EVERYONE if known else audience, open=known, title=name,
                body=purpose, when=at, group=id_,
            )
        )  # fmt: skip
    return documents
