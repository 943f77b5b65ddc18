"""The causes in some cases, each read with one statement for all of them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Q

from cases.actions.steps import DUE_BEFORE, value_of, window_of
from cases.models import Belief, Blocker, Case, Commitment, Handoff, Huddle, HuddleOpinion, Proposal, Waiver
from cases.needs.circle import Teams
from cases.policy import deciders
from cases.queries.cases import OPEN_STATUSES
from esn.core.clock import now
from feeds.models import MESSAGE, Post
from groups.models import Audience, Group
from inbox.needs import ANSWER, HORIZON, REST, TODAY, Look, Need
from people.models import Person

KIND = "case"
NEWS_BEFORE = dt.timedelta(hours=2)  # how long before the next news is due somebody is asked for it
ANSWERS = ("contact", "telling")  # entries by which the customer has heard from us
State = Commitment.State


class Said(NamedTuple):
    """What counts of a post in a case."""

    id: str
    kind: str
    author: str
    author_kind: str
    at: dt.datetime
    side: str
    side_kind: str
    ref: str
    detail: Mapping[str, Any]

    @property
    def answers(self) -> bool:
        """Whether the customer has heard from us by it."""
        ours = self.author_kind != Person.Kind.CONTACT
        return ours and (self.kind in ANSWERS or (self.kind == MESSAGE and self.side_kind == Audience.Kind.CUSTOMER))

    def asks(self, answered: dt.datetime | None) -> tuple[str, int]:
        """What it asks of the holder, and how urgently; an empty code for nothing."""
        if self.kind == "alert":
            return ("retold", ANSWER) if self.detail.get("code") == "retold" else ("", REST)
        if self.author_kind == Person.Kind.CONTACT:
            return ("customer", ANSWER) if answered is None or answered < self.at else ("", REST)
        if self.kind != MESSAGE:
            return "", REST
        return "message", ANSWER if self.author_kind == Person.Kind.GUEST else REST


class Causes:
    """Some cases, and what in each of them needs somebody."""

    def __init__(self, refs: Sequence[str]) -> None:
        rows = Case.objects.filter(ref__in=refs, merged_into=None)
        self._cases = {case.id: case for case in rows}
        self._commitments = list(Commitment.objects.filter(case__in=list(self._cases), state=State.OPEN))
        self._handoffs = list(Handoff.objects.filter(case__in=list(self._cases), state=Handoff.State.OFFERED))
        self._huddles = list(
            Huddle.objects.filter(case__in=list(self._cases), state=Huddle.State.OPEN).prefetch_related("invites")
        )
        self._blockers = list(Blocker.objects.filter(case__in=list(self._cases), lifted_at=None))
        invited = [invite.team_id for huddle in self._huddles for invite in huddle.invites.all()]
        self._named_teams = self._teams_by_name()
        self._teams = Teams(
            [
                *(case.holder_team_id for case in self._cases.values()),
                *(row.keeper_team_id for row in self._commitments),
                *(row.to_team_id for row in self._handoffs),
                *invited,
                *self._named_teams.values(),
            ]
        )

    def needs(self) -> Iterable[Need | Look]:
        """Everything, each cause once for each person."""
        seen: set[tuple[Any, ...]] = set()
        if not self._cases:
            return
        for parts in (
            self._offers(), self._drifts(), self._promises(), self._proposals(), self._exceptions(),
            self._questions(), self._obstacles(), self._news(), self._said(), self._given(),
        ):  # fmt: skip
            for need in parts:
                key = (
                    (need.person, need.code, need.id, need.at, need.post, str(need.values))
                    if isinstance(need, Need)
                    else (need,)
                )
                if key not in seen:
                    seen.add(key)
                    yield need

    def _need(self, person: str, case: Case, code: str, at: dt.datetime, **more: Any) -> Need:
        return Need(person, KIND, case.ref, case.audience_id, code, at, customer=case.customer_id, **more)

    def _holders(self, case: Case) -> tuple[str, ...]:
        return self._teams.people(case.holder_person_id, case.holder_team_id)

    def _offers(self) -> Iterable[Need]:
        for row in self._handoffs:
            for person in self._teams.people(row.to_person_id, row.to_team_id):
                if person != row.giver_id:
                    values = {"handoff": row.id, "brief": row.brief[:200]}
                    yield self._need(
                        person, self._cases[row.case_id], "accept", row.given_at, harm=ANSWER, who=row.giver_id,
                        due=row.until, values=values,
                    )  # fmt: skip

    def _drifts(self) -> Iterable[Need | Look]:
        """What the customer believes and is not so: the holder's; when it stays untold, their leaders' too."""
        promises = {row.id: row for row in self._commitments}
        rows = Belief.objects.filter(case__in=list(self._cases), drift_since__isnull=False).select_related("telling")
        for row in rows:
            if row.drift_since is None:
                continue
            case, promise = self._cases[row.case_id], promises.get(row.subject_id)
            values = {
                "subject": row.subject, "id": row.subject_id, "believes": row.telling.value, "known": row.known,
                "text": promise.text if promise else row.telling.value.get("text", ""),
            }  # fmt: skip
            people = set(self._holders(case))
            if row.tell_by is not None and row.tell_by <= now():
                people |= set(self._teams.leaders(case.holder_team_id))
                people |= set(self._teams.leaders(promise.keeper_team_id)) if promise else set()
            elif row.tell_by is not None:
                yield Look(KIND, case.ref, row.tell_by)
            for person in sorted(people):
                yield self._need(
                    person, case, "tell", row.drift_since, harm=row.harm, due=row.tell_by, values=values
                )  # fmt: skip

    def _promises(self) -> Iterable[Need]:
        """What is due within a day, may not hold, or was never told: the keeper's and the holder's."""
        for row in self._commitments:
            case = self._cases[row.case_id]
            values = {"promise": row.id, "text": row.text, "window": value_of(window_of(row))}
            both = {*self._holders(case), *self._teams.people(row.keeper_person_id, row.keeper_team_id)}
            due = row.start - DUE_BEFORE <= now()
            for person in sorted(both):
                if due:
                    since = max(row.start - DUE_BEFORE, row.changed_at)
                    yield self._need(person, case, "keep", since, harm=TODAY, due=row.end, values=values)
                elif row.at_risk:
                    since = row.warned_at or row.changed_at
                    yield self._need(person, case, "risk", since, harm=ANSWER, values=values)
            if row.untold and row.told_version is None:
                for person in self._holders(case):
                    yield self._need(person, case, "untold", row.changed_at, harm=ANSWER, values=values)

    def _proposals(self) -> Iterable[Need]:
        rows = Proposal.objects.filter(commitment__in=[row.id for row in self._commitments], state=Proposal.State.OPEN)
        promises = {row.id: row for row in self._commitments}
        for row in rows:
            promise = promises[row.commitment_id]
            case = self._cases[promise.case_id]
            values = {"promise": promise.id, "text": promise.text, "window": value_of(window_of(row))}
            for person in self._holders(case):
                if person != row.by_id:
                    yield self._need(person, case, "proposal", row.at, harm=ANSWER, who=row.by_id, values=values)

    def _exceptions(self) -> Iterable[Need]:
        rows = list(Waiver.objects.filter(case__in=list(self._cases), state=Waiver.State.OPEN).select_related("rule"))
        by_rule = deciders(row.rule_id for row in rows) if rows else {}
        for row in rows:
            values = {"waiver": row.id, "text": row.what, "rule": row.rule.title}
            for person in sorted(set(by_rule[row.rule_id]) - {row.asker_id}):
                yield self._need(
                    person, self._cases[row.case_id], "decide", row.asked_at, harm=_soon(row.until, ANSWER),
                    who=row.asker_id, due=row.until, values=values,
                )  # fmt: skip

    def _questions(self) -> Iterable[Need]:
        """A huddle waits for those who are asked until they have said something about an option."""
        opinions = HuddleOpinion.objects.filter(option__huddle__in=[row.id for row in self._huddles])
        said = set(opinions.values_list("option__huddle_id", "person_id")) if self._huddles else set()
        for row in self._huddles:
            asked = {
                person
                for invite in row.invites.all()
                for person in self._teams.people(invite.person_id, invite.team_id)
            }
            for person in sorted(asked - {row.caller_id}):
                if (row.id, person) not in said:
                    yield self._need(
                        person, self._cases[row.case_id], "huddle", row.called_at, harm=_soon(row.deadline, ANSWER),
                        who=row.caller_id, due=row.deadline, values={"huddle": row.id, "text": row.question},
                    )  # fmt: skip

    def _obstacles(self) -> Iterable[Need]:
        """A blocker waits for whom it names, and for the holder when it is to be looked at again."""
        people = self._people_by_name()
        for row in self._blockers:
            case = self._cases[row.case_id]
            values = {"blocker": row.id, "text": row.cause, "lifter": row.lifter}
            lifters = people.get(row.lifter, ()) or self._teams.people(None, self._named_teams.get(row.lifter))
            for person in lifters:
                yield self._need(
                    person, case, "lift", row.at, harm=ANSWER, who=row.author_id, due=row.next_check, values=values
                )  # fmt: skip
            if row.next_check is not None and row.next_check <= now():
                for person in self._holders(case):
                    yield self._need(
                        person, case, "check", row.next_check, harm=TODAY, due=row.next_check, values=values
                    )

    def _news(self) -> Iterable[Need | Look]:
        for case in self._cases.values():
            due = case.next_news_due
            if due is None or case.status not in OPEN_STATUSES:
                continue
            if due - NEWS_BEFORE > now():
                yield Look(KIND, case.ref, due - NEWS_BEFORE)
                continue
            for person in self._holders(case):
                yield self._need(person, case, "news", due - NEWS_BEFORE, harm=TODAY, due=due)

    def _said(self) -> Iterable[Need]:
        """What the customer and others wrote, for the holder; the customer's words until somebody has answered them."""
        case_of = {case.ref: case for case in self._cases.values()}
        rows = Post.objects.filter(
            Q(kind__in=(MESSAGE, "alert", *ANSWERS)) | Q(author__kind=Person.Kind.CONTACT),
            audience__subject_kind=KIND, audience__subject_ref__in=list(case_of), root=None,
            created_at__gt=now() - HORIZON, deleted_at=None, hidden_at=None,
        )  # fmt: skip
        columns = ("id", "kind", "author_id", "author__kind", "created_at", "audience_id", "audience__kind")
        said = [Said(*row) for row in rows.values_list(*columns, "audience__subject_ref", "detail")]
        answered: dict[str, dt.datetime] = {}
        for post in said:
            if post.answers:
                answered[post.ref] = max(post.at, answered.get(post.ref, post.at))
        for post in said:
            code, harm = post.asks(answered.get(post.ref))
            who = "" if post.kind == "alert" else post.author
            for person in self._holders(case_of[post.ref]) if code else ():
                if person != who:
                    yield self._need(
                        person, case_of[post.ref], code, post.at, harm=harm, who=who, post=post.id, side=post.side
                    )  # fmt: skip

    def _given(self) -> Iterable[Need]:
        """A case that somebody else gave to its holder."""
        inside = {case.audience_id: case for case in self._cases.values() if case.holder_person_id}
        given = Post.objects.filter(audience__in=list(inside), kind__in=("holder", "handoff"), root=None)
        newest: dict[str, tuple[str, dt.datetime, str]] = {}
        for audience, author, at, detail, id_ in given.values_list(
            "audience_id", "author_id", "created_at", "detail", "id"
        ).order_by("created_at", "id"):
            if detail.get("state", "accepted") == "accepted":
                newest[audience] = (author, at, id_)
        for audience, case in inside.items():
            by, at, post = newest.get(audience, (case.opened_by_id, case.opened_at, ""))
            if by != case.holder_person_id and at > now() - HORIZON and case.holder_person_id:
                yield self._need(case.holder_person_id, case, "assigned", at, harm=REST, who=by, post=post)

    def _people_by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Whom a blocker names as the one who can lift it, where the name is that of one colleague alone."""
        names = {row.lifter for row in self._blockers}
        if not names:
            return {}
        rows = Person.objects.filter(name__in=names, kind=Person.Kind.MEMBER, is_active=True)
        found: dict[str, tuple[str, ...]] = {}
        for id_, name in rows.values_list("id", "name"):
            found[name] = (*found.get(name, ()), id_)
        return {name: ids for name, ids in found.items() if len(ids) == 1}

    def _teams_by_name(self) -> Mapping[str, str]:
        names = {row.lifter for row in self._blockers}
        if not names:
            return {}
        rows = Group.objects.filter(name__in=names, kind=Group.Kind.TEAM, archived_at=None)
        rows = rows.exclude(openness=Group.Openness.SECRET).filter(audience__kind=Audience.Kind.GROUP)
        return dict(rows.values_list("name", "id"))


def _soon(moment: dt.datetime, otherwise: int) -> int:
    return min(TODAY, otherwise) if moment <= now() + DUE_BEFORE else otherwise
