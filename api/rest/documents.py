"""Papers of a case: list, attach, fetch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response

from api.request.calls import Call
from api.resources import Given, Reply, Resources
from api.rest.papers import paper_of
from api.rest.scoping import demand_whole, whole_case
from api.rest.showing import document_views
from api.rest.transitions import acted
from api.schemas.acts import TakenShown
from api.schemas.evidence import DocumentPage
from api.schemas.taking import PaperFields
from models import evidence
from workflow.errors import NotFound, NotPermitted
from workflow.operations.evidence.attach_document import attach_document

resources = Resources("documents")
BYTES = "application/octet-stream"
_ENDINGS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "text/plain": "txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


class PaperHeld(NotPermitted):
    """The file was held back by the scan for harmful contents."""

    code = "paper-held"


@resources.get("/cases/{ref}/documents", "List the papers of a case", answers={200: DocumentPage()})
def list_documents(call: Call, given: Given, ref: str) -> Mapping[str, Any]:
    """For those who see the case whole."""
    return {"items": document_views(whole_case(call, ref), call.language)}


@resources.post(
    "/cases/{ref}/documents",
    "Attach a paper",
    body=PaperFields(),
    upload=True,
    answers={201: TakenShown()},
    permission="attach_document",
    idempotent=True,
    gives_etag=True,
)
def attach_paper(call: Call, given: Given, ref: str) -> Reply:
    """One file `file` (PDF, JPEG, PNG, DOCX or plain text) with what it is. Nothing is overwritten: a paper
    of the same kind is a new revision."""
    upload = given.upload
    if upload is None:
        raise NotFound()
    paper = paper_of(given.body, upload.content, upload.media_type)
    return acted(attach_document(call.session, call.act, ref, [paper]))


@resources.get("/cases/{ref}/documents/{document_id:uuid}/content", "Fetch a paper", answers={200: BYTES})
def fetch_document(call: Call, given: Given, ref: str, document_id: UUID) -> Response:
    """The bytes as they were stored, always as a download: what a paper holds is never shown in our name. Its
    kind of file is told in the list."""
    row = evidence.read_document(call.session, demand_whole(call, ref), document_id)
    if row is None:
        raise NotFound()
    if row["quarantine"] == "held":
        raise PaperHeld()
    try:
        content = call.session.blobs.get(row["sha256"])
    except FileNotFoundError:
        raise NotFound() from None
    # The name tells kind and revision only: a title may say too much in a list of downloads.
    name = f"{row['kind']}-{row['revision']}.{_ENDINGS.get(row['media_type'], 'bin')}"
    return Response(
        content,
        mimetype=BYTES,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "ETag": f'"{row["sha256"]}"',
        },
    )
