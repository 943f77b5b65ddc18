"""The one policy, from both ends: whoever reads an audience is among its readers, and nobody else."""

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from esn.core.errors import NotFound
from groups import policy
from groups.models import EVERYONE, Audience, Membership
from people.models import Partner, Person
from tests.cast import Scene, admit

pytestmark = [pytest.mark.django_db, pytest.mark.shape]

SEATS = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 3)), st.sampled_from(["owner", "moderator", "member", "follower"])
)
KINDS = st.lists(st.sampled_from(["group", "internal", "customer", "partner", "moderators"]), min_size=4, max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.sampled_from(["member", "guest", "contact", "gone"]), min_size=4, max_size=4),
    kinds=KINDS,
    opened=st.lists(st.booleans(), min_size=4, max_size=4),
    seats=SEATS,
)
def test_reading_and_being_a_reader_are_one(
    django_db_blocker: object,
    people: list[str],
    kinds: list[str],
    opened: list[bool],
    seats: dict[tuple[int, int], str],
) -> None:
    partner = Partner.objects.create(name="Partner")
    crowd = [_human(kind, partner) for kind in people]
    audiences = [
        Audience.objects.create(
            kind=kind,
            open_to_members=is_open and kind != "moderators",
            partner=partner if kind == "partner" else None,
            subject_kind="group",
            subject_ref=f"{number}",
        )
        for number, (kind, is_open) in enumerate(zip(kinds, opened, strict=True))
    ]
    for (who, where), given_role in seats.items():
        outsider = crowd[who].kind in {"guest", "contact"}
        if not outsider or audiences[where].kind in {"partner", "customer"}:
            Membership.objects.create(person=crowd[who], audience=audiences[where], role=given_role)
    for person in crowd:
        may = policy.readable(person)
        told = set(Audience.objects.filter(policy.visible(person, "")).values_list("id", flat=True))
        for audience in audiences:
            role = policy.role_in(person, audience)
            reads = policy.readers(audience).filter(id=person.id).exists()
            expected = person.is_active and (
                role in {"owner", "moderator", "member"} or (person.kind == "member" and audience.open_to_members)
            )
            assert reads == expected
            assert (audience.id in told) == expected
            assert may.admits(audience.open_to_members, role) == expected
            assert ((may.all_open and audience.open_to_members) or audience.id in may.own) == expected
            assert _finds(person, audience) == expected
    Membership.objects.filter(audience__in=audiences).delete()
    Audience.objects.filter(Q(id__in=[one.id for one in audiences])).delete()
    Person.objects.filter(id__in=[one.id for one in crowd]).delete()
    partner.delete()


def _human(kind: str, partner: Partner) -> Person:
    handle = f"h{Person.objects.count()}-{kind}"
    return Person.objects.create(
        kind="member" if kind == "gone" else kind,
        handle=handle,
        name=handle,
        partner=partner if kind == "guest" else None,
        is_active=kind != "gone",
    )


def _finds(person: Person, audience: Audience) -> bool:
    try:
        found = policy.require_audience(person, audience.id)
        assert policy.standing(person, audience.id)[0] == found
    except NotFound:
        with pytest.raises(NotFound):
            policy.standing(person, audience.id)
        return False
    return True


def test_the_audience_of_all_members_is_read_by_members_alone(scene: Scene, cy: Person) -> None:
    everyone = Audience.objects.get(id=EVERYONE)
    admit("contact", kind="contact")
    gone = admit("gone")
    Person.objects.filter(id=gone.id).update(is_active=False)
    assert {one.handle for one in policy.readers(everyone)} == {"ana", "bo", "cy", "mo"}


def test_ones_own_audience_is_ones_own(scene: Scene, ana: Person, bo: Person) -> None:
    own = Audience.objects.get(id=ana.id)
    assert list(policy.readers(own)) == [ana]
    with pytest.raises(NotFound):
        policy.require_audience(bo, ana.id)
