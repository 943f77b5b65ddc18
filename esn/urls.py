"""All addresses of the site, and the only place that puts the rooms' endpoints together."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView

import cases.api
import feeds.api
import groups.api
import people.api
import search.api
from esn import health
from esn.api import NoSuchPath
from frontend.pages import api_docs

api = [
    path("auth/tokens/", people.api.Tokens.as_view()),
    path("auth/tokens/current/", people.api.CurrentToken.as_view()),
    path("me/", groups.api.OwnRecord.as_view()),
    path("me/password/", people.api.OwnPassword.as_view()),
    path("me/devices/", people.api.Devices.as_view()),
    path("me/devices/<str:token_id>/", people.api.OneDevice.as_view()),
    path("people/", groups.api.People.as_view()),
    path("people/<str:person_id>/", groups.api.OnePerson.as_view()),
    path("people/<str:person_id>/handover/", cases.api.PersonHandover.as_view()),
    path("groups/", groups.api.Groups.as_view()),
    path("groups/<str:group_id>/", groups.api.OneGroup.as_view()),
    path("groups/<str:group_id>/join/", groups.api.Join.as_view()),
    path("groups/<str:group_id>/leave/", groups.api.Leave.as_view()),
    path("groups/<str:group_id>/follow/", groups.api.Follow.as_view()),
    path("groups/<str:group_id>/requests/", groups.api.Requests.as_view()),
    path("groups/<str:group_id>/requests/decide/", groups.api.DecideRequest.as_view()),
    path("groups/<str:group_id>/members/", groups.api.Members.as_view()),
    path("groups/<str:group_id>/members/<str:person_id>/", groups.api.OneMember.as_view()),
    path("groups/<str:group_id>/posts/", feeds.api.GroupPosts.as_view()),
    path("feed/", feeds.api.Home.as_view()),
    path("posts/<str:post_id>/", feeds.api.OnePost.as_view()),
    path("posts/<str:post_id>/replies/", feeds.api.Replies.as_view()),
    path("posts/<str:post_id>/history/", feeds.api.History.as_view()),
    path("posts/<str:post_id>/read/", feeds.api.Read.as_view()),
    path("customers/", cases.api.Customers.as_view()),
    path("customers/<str:customer_id>/", cases.api.OneCustomer.as_view()),
    path("customers/<str:customer_id>/cases/", cases.api.CustomerCases.as_view()),
    path("customers/<str:customer_id>/posts/", cases.api.CustomerPosts.as_view()),
    path("customers/<str:customer_id>/contacts/", cases.api.CustomerContacts.as_view()),
    path("customers/<str:customer_id>/contacts/<str:contact_id>/", cases.api.OneCustomerContact.as_view()),
    path("customers/<str:customer_id>/notes/", cases.api.CustomerNotes.as_view()),
    path("customers/<str:customer_id>/merges/", cases.api.CustomerMerges.as_view()),
    path("customers/<str:customer_id>/merges/<str:merge_id>/undo/", cases.api.UndoCustomerMerge.as_view()),
    path("reference-systems/", cases.api.ReferenceSystems.as_view()),
    path("reference-systems/<str:system_id>/", cases.api.OneReferenceSystem.as_view()),
    path("cases/", cases.api.Cases.as_view()),
    path("cases/<str:ref>/", cases.api.OneCase.as_view()),
    path("cases/<str:ref>/take/", cases.api.TakeCase.as_view()),
    path("cases/<str:ref>/follow/", cases.api.FollowCase.as_view()),
    path("cases/<str:ref>/posts/", cases.api.CasePosts.as_view()),
    path("cases/<str:ref>/story/", cases.api.CaseStory.as_view()),
    path("cases/<str:ref>/story/history/", cases.api.StoryHistory.as_view()),
    path("cases/<str:ref>/brief/", cases.api.CaseBrief.as_view()),
    path("cases/<str:ref>/brief/text/", cases.api.BriefText.as_view()),
    path("cases/<str:ref>/contacts/", cases.api.Contacts.as_view()),
    path("cases/<str:ref>/handoffs/", cases.api.CaseHandoffs.as_view()),
    path("cases/<str:ref>/blockers/", cases.api.CaseBlockers.as_view()),
    path("cases/<str:ref>/links/", cases.api.CaseLinks.as_view()),
    path("cases/<str:ref>/links/<str:link_id>/", cases.api.OneCaseLink.as_view()),
    path("cases/<str:ref>/merges/", cases.api.CaseMerges.as_view()),
    path("cases/<str:ref>/merges/<str:merge_id>/undo/", cases.api.UndoCaseMerge.as_view()),
    path("cases/<str:ref>/checklists/", cases.api.Checklists.as_view()),
    path("cases/<str:ref>/checklists/<str:checklist_id>/steps/<str:number>/", cases.api.ChecklistStepDone.as_view()),
    path("checklist-templates/", cases.api.Templates.as_view()),
    path("checklist-templates/<str:template_id>/", cases.api.OneTemplate.as_view()),
    path("cases/<str:ref>/participants/", cases.api.Participants.as_view()),
    path("cases/<str:ref>/participants/<str:person_id>/", cases.api.OneParticipant.as_view()),
    path("handoffs/", cases.api.Handoffs.as_view()),
    path("handoffs/<str:handoff_id>/", cases.api.OneHandoff.as_view()),
    path("handoffs/<str:handoff_id>/accept/", cases.api.AcceptHandoff.as_view()),
    path("handoffs/<str:handoff_id>/refuse/", cases.api.RefuseHandoff.as_view()),
    path("handoffs/<str:handoff_id>/withdraw/", cases.api.WithdrawHandoff.as_view()),
    path("blockers/", cases.api.Blockers.as_view()),
    path("blockers/<str:blocker_id>/", cases.api.OneBlocker.as_view()),
    path("blockers/<str:blocker_id>/lift/", cases.api.LiftBlocker.as_view()),
    path("customers/<str:customer_id>/facts/", cases.api.CustomerFacts.as_view()),
    path("customers/<str:customer_id>/greeting/", cases.api.CustomerGreeting.as_view()),
    path("facts/<str:fact_id>/", cases.api.OneFact.as_view()),
    path("facts/<str:fact_id>/verify/", cases.api.VerifyFact.as_view()),
    path("facts/<str:fact_id>/dispute/", cases.api.DisputeFact.as_view()),
    path("facts/<str:fact_id>/withdraw/", cases.api.WithdrawFact.as_view()),
    path("cases/<str:ref>/commitments/", cases.api.CaseCommitments.as_view()),
    path("cases/<str:ref>/tellings/", cases.api.Tellings.as_view()),
    path("commitments/", cases.api.Commitments.as_view()),
    path("commitments/<str:commitment_id>/", cases.api.OneCommitment.as_view()),
    path("commitments/<str:commitment_id>/changes/", cases.api.CommitmentChanges.as_view()),
    path("commitments/<str:commitment_id>/keep/", cases.api.KeepCommitment.as_view()),
    path("commitments/<str:commitment_id>/break/", cases.api.BreakCommitment.as_view()),
    path("commitments/<str:commitment_id>/withdraw/", cases.api.WithdrawCommitment.as_view()),
    path("commitments/<str:commitment_id>/warn/", cases.api.WarnCommitment.as_view()),
    path("commitments/<str:commitment_id>/show/", cases.api.ShowCommitment.as_view()),
    path("commitments/<str:commitment_id>/proposals/", cases.api.Proposals.as_view()),
    path("proposals/<str:proposal_id>/accept/", cases.api.AcceptProposal.as_view()),
    path("proposals/<str:proposal_id>/decline/", cases.api.DeclineProposal.as_view()),
    path("drifts/", cases.api.Drifts.as_view()),
    path("events/", groups.api.Events.as_view()),
    path("search/", search.api.Search.as_view()),
]

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/docs/", api_docs.docs, name="docs"),
    path("api/v1/", include(api)),
    re_path(r"^api/", NoSuchPath.as_view()),
    path("", include("frontend.urls")),
]
handler400 = "frontend.pages.errors.bad_request"
handler403 = "frontend.pages.errors.not_allowed"
handler404 = "frontend.pages.errors.not_found"
handler500 = "frontend.pages.errors.server_error"
