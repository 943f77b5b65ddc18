"""Who and what a text names: links for who may follow them, rows for who is told, nothing for anybody else."""

import pytest

from esn.core.errors import Invalid
from esn.core.models import Event
from feeds import queries
from feeds.actions import edit_post, publish
from feeds.models import Mention, Post
from feeds.queries.composed import MOST
from groups.models import Group
from people.models import Person
from tests.cast import NOWHERE, Scene, admit, comparable, device, found, side
from tests.conftest import Counting


def _named(post_id: str) -> set[tuple[str, str]]:
    return {(one.kind, one.target) for one in queries.mentions_of([post_id])}


def _html(post_id: str) -> str:
    return Post.objects.get(id=post_id).html


def test_bo_is_led_to_and_told_once(scene: Scene, ana: Person, bo: Person) -> None:
    post = publish(ana, audience_id=scene.open.audience_id, body="@bo and @BO, `@bo` knows. Not a@bo.fr, nor @nobody.")
    assert _named(post) == {("person", bo.id)}
    html = _html(post)
    assert html.count(f'<a class="mention" href="/people/{bo.id}/"') == 2
    assert "@Bo Delorme" in html
    assert "@nobody" in html
    told = Event.objects.filter(type="post.mentioned").get()
    assert told.data == {"id": post, "people": [bo.id], "groups": []} | ({"root": None} if "root" in told.data else {})


def test_an_edit_tells_those_alone_whom_it_names_anew(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    post = publish(ana, audience_id=scene.open.audience_id, body="@bo looks.")
    edit_post(ana, post_id=post, body="@bo and @mo look. #Retours")
    assert _named(post) == {("person", bo.id), ("person", mo.id)}
    assert [one.data["people"] for one in Event.objects.filter(type="post.mentioned").order_by("position")] == [
        [bo.id],
        [mo.id],
    ]
    edit_post(ana, post_id=post, body="Nobody looks.")
    assert _named(post) == set()
    assert Event.objects.filter(type="post.mentioned").count() == 2


def test_a_team_is_one_row_whoever_is_in_it(scene: Scene, ana: Person) -> None:
    post = publish(ana, audience_id=scene.open.audience_id, body=f"@[The team](group:{scene.closed.id}) decides.")
    assert _named(post) == {("group", scene.closed.id)}
    assert f"@{scene.closed.name}" in _html(post)


def test_a_secret_group_is_named_among_its_own_alone(scene: Scene, ana: Person) -> None:
    words = f"@[ours](group:{scene.secret.id})"
    assert not _named(publish(ana, audience_id=scene.open.audience_id, body=words))
    assert scene.secret.name not in _html(publish(ana, audience_id=scene.open.audience_id, body=words))
    assert _named(publish(ana, audience_id=scene.secret.audience_id, body=words))


def test_customers_and_cases_lead_to_pages_that_ask_who_comes(scene: Scene, ana: Person) -> None:
    words = f"@[Mme Dupin](customer:{scene.customer}), see {scene.case}."
    post = publish(ana, audience_id=scene.open.audience_id, body=words)
    assert _named(post) == {("customer", scene.customer), ("case", scene.case)}
    assert f'href="/customers/{scene.customer}/"' in _html(post)
    assert f'href="/cases/{scene.case}/"' in _html(post)
    made_up = publish(ana, audience_id=scene.open.audience_id, body="See C-2020-000000.")
    assert 'href="/cases/C-2020-000000/"' in _html(made_up)  # a case that nobody sees looks like one that is not there


def test_nothing_internal_is_led_to_on_a_partners_or_the_customers_side(scene: Scene, ana: Person, gus: Person) -> None:
    words = f"@gus @cy @[x](group:{scene.open.id}) @[Mme](customer:{scene.customer}) {scene.case} #retours"
    for name, named in (("partner", {("person", gus.id)}), ("customer", set())):
        seen = queries.preview(ana, body=words, audience=side(scene.case, name))
        assert seen.html.count("<a ") == len(named)
        assert scene.open.name not in seen.html


def test_ana_is_told_who_does_not_read_it_and_nobody_else_is(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    post = publish(ana, audience_id=scene.closed.audience_id, body="@bo @cy")
    own = device(ana).read(f"posts/{post}/mentions/")["results"]
    assert {one["name"]: one["reads"] for one in own} == {"Bo Delorme": True, "Cy Haddad": False}
    others = device(bo).read(f"posts/{post}/mentions/")["results"]
    assert {one["reads"] for one in others} == {None}
    seen = device(ana).make("posts/preview/", {"body": "@cy", "audience": scene.closed.audience_id})
    assert seen["unreached"] == ["Cy Haddad"]
    door = device(cy)
    hidden, absent = (door.ask("GET", f"posts/{one}/mentions/") for one in (post, NOWHERE))
    assert comparable(hidden) == comparable(absent)


def test_five_thousand_mentions_are_refused_in_words_and_nothing_is_sent(scene: Scene, ana: Person) -> None:
    before = Post.objects.count()
    many = " ".join(f"@p{number}" for number in range(2_500))
    with pytest.raises(Invalid, match="body"):
        publish(ana, audience_id=scene.open.audience_id, body=many)
    for number in range(MOST + 1):
        admit(f"p{number}")
    with pytest.raises(Invalid):
        publish(ana, audience_id=scene.open.audience_id, body=" ".join(f"@p{n}" for n in range(MOST + 1)))
    assert Post.objects.count() == before
    publish(ana, audience_id=scene.open.audience_id, body=" ".join(f"@p{n}" for n in range(MOST)))


def test_what_names_a_case_is_found_as_far_as_one_reads(scene: Scene, ana: Person, cy: Person) -> None:
    told = publish(ana, audience_id=scene.open.audience_id, body=f"See {scene.case}.")
    publish(ana, audience_id=scene.secret.audience_id, body=f"See {scene.case}.")
    assert [post.id for post in queries.naming(cy, "case", scene.case).results] == [told]


def test_a_deactivated_person_is_named_and_not_led_to(scene: Scene, ana: Person, cy: Person) -> None:
    Person.objects.filter(id=cy.id).update(is_active=False)
    assert not _named(publish(ana, audience_id=scene.open.audience_id, body="@cy"))


def test_one_mention_or_twenty_cost_the_same(scene: Scene, ana: Person, bo: Person, statements: Counting) -> None:
    handles = [admit(f"q{number}").handle for number in range(20)]
    group = found(ana, "open", name="Others")
    for words in ("@q0", " ".join(f"@{one}" for one in handles) + f" @[x](group:{group.id})"):
        with statements(19):
            publish(ana, audience_id=scene.open.audience_id, body=words)
    assert Mention.objects.count() == 22
    assert Group.objects.filter(id=group.id).exists()
