"""Around whom: customers with the ways to reach them, and cases with everything that is true of them."""

from cases.models.blockers import Blocker
from cases.models.cases import Case, StoryVersion
from cases.models.checklists import Checklist, ChecklistStep, ChecklistTemplate
from cases.models.commitments import Commitment, CommitmentStep, Proposal, ShownCommitment
from cases.models.contacts import ContactNote
from cases.models.customers import (
    ContactPoint,
    Customer,
    CustomerContact,
    CustomerMerge,
    CustomerNote,
    ReferenceSystem,
)
from cases.models.facts import Fact
from cases.models.handoffs import Handoff
from cases.models.huddles import Huddle, HuddleInvite, HuddleOpinion, HuddleOption
from cases.models.imported import ImportedConversation
from cases.models.links import CaseLink, CaseMerge
from cases.models.portal import PortalLink
from cases.models.rules import Rule, RuleDecider, RuleVersion, Waiver
from cases.models.tellings import Answer, Belief, CustomerAnswer, Subject, Telling

__all__ = [
    "Answer",
    "Belief",
    "Blocker",
    "Case",
    "CaseLink",
    "CaseMerge",
    "Checklist",
    "ChecklistStep",
    "ChecklistTemplate",
    "Commitment",
    "CommitmentStep",
    "ContactNote",
    "ContactPoint",
    "Customer",
    "CustomerAnswer",
    "CustomerContact",
    "CustomerMerge",
    "CustomerNote",
    "Fact",
    "Handoff",
    "Huddle",
    "HuddleInvite",
    "HuddleOpinion",
    "HuddleOption",
    "ImportedConversation",
    "PortalLink",
    "Proposal",
    "ReferenceSystem",
    "Rule",
    "RuleDecider",
    "RuleVersion",
    "ShownCommitment",
    "StoryVersion",
    "Subject",
    "Telling",
    "Waiver",
]
