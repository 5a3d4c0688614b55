"""The common front: what is guided, returned, filed, urged, refused, withdrawn, or sent from above."""

from __future__ import annotations

from tests.operations.golden.intake_steps import (
    PETITION,
    classified,
    ends,
    received,
)
from tests.operations.golden.scenario import Scenario, act, delivered, refused

MORE = [
    ends(
        "a petition for another body is transferred",
        "petition",
        "other",
        act(
            "2026-07-20",
            "clerk",
            "transfer",
            {"transfer_ground": "other_body", "transferred_to": "Điện lực"},
            ("transfer_slip",),
            to="transferred",
        ),
    ),
    ends(
        "a complaint for another body is guided, one day late",
        "complaint",
        "other",
        refused(
            "2026-07-08",
            "clerk",
            "transfer",
            {"transfer_ground": "other_body", "transferred_to": "Sở"},
            ("transfer_slip",),
            because=("sentry", "is_petition"),
        ),
        act(
            "2026-07-21",
            "reception",
            "guide",
            {"guidance_ground": "other_body"},
            ("guidance",),
            to="guided",
            due={"processing": "late", "reply_to_citizen": "late"},
        ),
    ),
    Scenario(
        "intake",
        "2026.1",
        "not eligible: guided to complete it",
        received(),
        classified("petition", defects=["signature"]),
        act("2026-07-07", "clerk", "supplement", {"defects": ["signature", "date"]}),
        refused("2026-07-08", "clerk", "open_petition", papers=("proposal",), because=("sentry", "eligible")),
        act(
            "2026-07-08", "clerk", "guide", {"guidance_ground": "complete_filing"}, ("guidance",), to="guided"
        ),
    ),
    ends(
        "returned",
        "complaint",
        "above",
        act(
            "2026-07-08",
            "clerk",
            "return_filing",
            {"return_ground": "not_competent"},
            ("return_letter",),
            to="returned",
        ),
    ),
    Scenario(
        "intake",
        "2026.1",
        "anonymous and without a basis: filed, for nobody can be answered",
        received(senders=False),
        classified("petition"),
        refused("2026-07-08", "clerk", "open_petition", papers=("proposal",), because=("sentry", "named")),
        act("2026-07-08", "clerk", "file", {"filing_ground": "anonymous"}, ("filing_note",), to="filed"),
    ),
    ends(
        "the body below is urged",
        "complaint",
        "below",
        act("2026-07-08", "chair", "urge", {"urge_ground": "overdue_below"}, ("urging",), to="urged"),
    ),
    ends(
        "refused: answered before and nothing new",
        "petition",
        "own",
        act(
            "2026-07-08",
            "chair",
            "refuse",
            {"refusal_ground": "answered"},
            ("refusal_notice",),
            to="refused",
            due={"refusal_notice": "2026-07-13"},
        ),
        act("2026-07-13", "clerk", "send_refusal", papers=("refusal_sent",)),
    ),
    ends(
        "withdrawn",
        "petition",
        "own",
        act(
            "2026-07-08", "clerk", "withdraw", {"withdrawal_ground": "other"}, ("withdrawal",), to="withdrawn"
        ),
    ),
    Scenario(
        "intake",
        "2026.1",
        "sent from above: the report back is owed here, whatever the filing became",
        received(
            fields={"sent_from_above": "Ủy ban nhân dân tỉnh", "report_due_on": "2026-07-31"},
            due={"report_to_sender": "2026-07-31"},
            channel="from_above",
        ),
        refused(
            "2026-07-07",
            "reception",
            "classify",
            {"kind": "petition", "competence": "own"},
            because=("sentry", "instructed"),
        ),
        classified("petition", papers=("instruction",)),
        act("2026-07-08", "clerk", "open_petition", papers=("proposal",), to="handed_over"),
        delivered("2026-07-08", "petition", to="received", due=PETITION),
        act(
            "2026-08-03",
            "clerk",
            "report_to_sender",
            papers=("return_report",),
            due={"report_to_sender": "late"},
        ),
    ),
]
