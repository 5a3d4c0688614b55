"""Reads chains and proves them against their heads."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from models import audit
from models.session import Session
from workflow.audit.breaks import Verdict
from workflow.audit.chain import verify


def prove(session: Session, chain_ids: Sequence[UUID] | None = None) -> Verdict:
    """The verdict over some chains (None: all), each checked against the head its case row or chain row
    holds."""
    wanted = None if chain_ids is None else {str(one) for one in chain_ids}
    heads = {
        chain_id: (seq, digest)
        for chain_id, seq, digest in audit.read_heads(session)
        if seq > 0 and (wanted is None or chain_id in wanted)
    }
    return verify(audit.stream_events(session, chain_ids), heads)
