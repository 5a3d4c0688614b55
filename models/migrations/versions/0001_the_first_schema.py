"""The first schema."""

import sqlalchemy as sa
from alembic import op

from models import columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_log",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("facts", columns.Json, nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_access_log")),
    )
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_log_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_access_log_case_id"), ["case_id"], unique=False)

    op.create_table(
        "api_token",
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("scopes", columns.Json, nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("expires_at", columns.Instant(), nullable=False),
        sa.Column("revoked_at", columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_api_token_token_sha256")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_user_id"), ["user_id"], unique=False)

    op.create_table(
        "app_user",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("display_name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("active_from", sa.Date(), nullable=False),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_app_user")),
        sa.UniqueConstraint("username", name=op.f("uq_app_user_username")),
    )
    op.create_table(
        "assignment",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("org_id", sa.Uuid(), nullable=True),
        sa.Column("from_at", columns.Instant(), nullable=False),
        sa.Column("to_at", columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "assignment_id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_org_id_to_at"), ["org_id", "to_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_user_id_to_at"), ["user_id", "to_at"], unique=False)

    op.create_table(
        "audit_event",
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", columns.Instant(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "seq", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_event_org_id_recorded_at"), ["org_id", "recorded_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_audit_event_recorded_at"), ["recorded_at"], unique=False)

    op.create_table(
        "blind_token",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("value_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "value_id", "token", name=op.f("pk_blind_token")),
    )
    with op.batch_alter_table("blind_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blind_token_token"), ["token"], unique=False)

    op.create_table(
        "calendar_edition",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("members", columns.Json, nullable=False),
        sa.Column("edition_no", sa.Integer(), nullable=False),
        sa.Column("made_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", "sha256", name=op.f("pk_calendar_edition")),
    )
    with op.batch_alter_table("calendar_edition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_edition_name_edition_no"), ["name", "edition_no"], unique=False
        )

    op.create_table(
        "case_link",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "other_id", "kind", name=op.f("pk_case_link")),
    )
    with op.batch_alter_table("case_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_link_other_id"), ["other_id"], unique=False)

    op.create_table(
        "cases",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("case_type", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("definition_sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("previous_state", sa.String(length=60), nullable=True),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("opening_org_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("subject_key", sa.String(length=300), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("opened_at", columns.Instant(), nullable=False),
        sa.Column("moved_at", columns.Instant(), nullable=False),
        sa.Column("moved_precision", sa.String(length=10), nullable=False),
        sa.Column("closed_at", columns.Instant(), nullable=True),
        sa.Column("escalated_at", columns.Instant(), nullable=True),
        sa.Column("fields", columns.Json, nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("head_seq", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.String(length=64), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=False),
        sa.Column("due_clock", sa.String(length=60), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("marked_late", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("unconfirmed", sa.Boolean(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("register", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_cases")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cases_all_due",
            ["due_at", "case_id"],
            unique=False,
            postgresql_where=sa.text("stage <> 'closed'"),
        )
        batch_op.create_index(batch_op.f("ix_cases_case_type_state"), ["case_type", "state"], unique=False)
        batch_op.create_index(
            "ix_cases_holder_due",
            ["holder_id", "due_at", "case_id"],
            unique=False,
            postgresql_where=sa.text("stage <> 'closed'"),
        )
        batch_op.create_index(batch_op.f("ix_cases_number"), ["number"], unique=False)
        batch_op.create_index(
            "ix_cases_open_due",
            ["org_id", "due_at", "case_id"],
            unique=False,
            postgresql_where=sa.text("stage <> 'closed'"),
        )
        batch_op.create_index(batch_op.f("ix_cases_org_id_stage"), ["org_id", "stage"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index("uq_cases_org_id_number", ["opening_org_id", "number"], unique=True)

    op.create_table(
        "chain",
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("head_seq", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", name=op.f("pk_chain")),
        sa.UniqueConstraint("subject", name=op.f("uq_chain_subject")),
    )
    op.create_table(
        "command",
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("command_id", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "command_id", name=op.f("pk_command")),
    )
    with op.batch_alter_table("command", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_command_recorded_at"), ["recorded_at"], unique=False)

    op.create_table(
        "coordination_request",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("question_value", sa.Uuid(), nullable=False),
        sa.Column("carries", columns.Json, nullable=False),
        sa.Column("sent_at", columns.Instant(), nullable=False),
        sa.Column("answered_at", columns.Instant(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answer_value", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "request_id", name=op.f("pk_coordination_request")),
    )
    with op.batch_alter_table("coordination_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_coordination_request_org_id_answered_at"), ["org_id", "answered_at"], unique=False
        )

    op.create_table(
        "definition",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("deployed_no", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("canonical", columns.Json, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("deployed_at", columns.Instant(), nullable=False),
        sa.Column("deployed_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", "sha256", name=op.f("pk_definition")),
    )
    with op.batch_alter_table("definition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_definition_kind_name_deployed_no"), ["kind", "name", "deployed_no"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_definition_sha256"), ["sha256"], unique=False)

    op.create_table(
        "document",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("official_number", sa.String(length=60), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("quarantine", sa.String(length=20), nullable=False),
        sa.Column("recorded_at", columns.Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "document_id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_sha256"), ["sha256"], unique=False)

    op.create_table(
        "filing",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "filing_id", name=op.f("pk_filing")),
    )
    op.create_table(
        "holding",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("from_at", columns.Instant(), nullable=False),
        sa.Column("to_at", columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "org_id", "from_at", name=op.f("pk_holding")),
    )
    op.create_table(
        "late_entry",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", columns.Instant(), nullable=True),
        sa.Column("confirmed_seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_late_entry")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("expires_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "leave",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "from_day", name=op.f("pk_leave")),
    )
    op.create_table(
        "login_throttle",
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("blocked_until", columns.Instant(), nullable=True),
        sa.Column("last_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_login_throttle")),
    )
    op.create_table(
        "notice",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("to_user_id", sa.Uuid(), nullable=True),
        sa.Column("to_org_id", sa.Uuid(), nullable=True),
        sa.Column("to_role", sa.String(length=40), nullable=True),
        sa.Column("clock", sa.String(length=60), nullable=True),
        sa.Column("rung", sa.String(length=40), nullable=True),
        sa.Column("recorded_at", columns.Instant(), nullable=False),
        sa.Column("read_at", columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "notice_id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_to_org_id_to_role_recorded_at"),
            ["to_org_id", "to_role", "recorded_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_notice_to_user_id_recorded_at"), ["to_user_id", "recorded_at"], unique=False
        )

    op.create_table(
        "number_series",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("next_serial", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "series", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "organisation",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("selftest", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "organisation_link",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint(
            "org_id", "relation", "other_id", "from_day", name=op.f("pk_organisation_link")
        ),
    )
    with op.batch_alter_table("organisation_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_link_relation_other_id"), ["relation", "other_id"], unique=False
        )

    op.create_table(
        "organisation_name",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("register", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("org_id", "from_day", name=op.f("pk_organisation_name")),
    )
    with op.batch_alter_table("organisation_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_name_code"), ["code"], unique=False)

    op.create_table(
        "organisation_trait",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("trait", sa.String(length=40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("value", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "trait", "from_day", name=op.f("pk_organisation_trait")),
    )
    op.create_table(
        "outbox",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body", columns.Json, nullable=False),
        sa.Column("recorded_at", columns.Instant(), nullable=False),
        sa.Column("next_try_at", columns.Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=True),
        sa.Column("done_at", columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "message_id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_waiting",
            ["next_try_at", "case_id", "message_id"],
            unique=False,
            postgresql_where=sa.text("done_at IS NULL"),
            sqlite_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "party",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("representative", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("org_id", sa.Uuid(), nullable=True),
        sa.Column("name_value", sa.Uuid(), nullable=True),
        sa.Column("address_value", sa.Uuid(), nullable=True),
        sa.Column("identity_value", sa.Uuid(), nullable=True),
        sa.Column("contact_value", sa.Uuid(), nullable=True),
        sa.Column("received_decision_on", sa.Date(), nullable=True),
        sa.Column("from_seq", sa.Integer(), nullable=False),
        sa.Column("to_seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "party_id", name=op.f("pk_party")),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_user_id"), ["user_id"], unique=False)

    op.create_table(
        "personal_value",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("value_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("key_id", sa.String(length=20), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=12), nullable=False),
        sa.Column("cipher", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "value_id", name=op.f("pk_personal_value")),
    )
    op.create_table(
        "proposal",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("transition", sa.String(length=60), nullable=False),
        sa.Column("entry", columns.Json, nullable=False),
        sa.Column("proposer_id", sa.Uuid(), nullable=False),
        sa.Column("on_behalf_of", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", columns.Instant(), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "proposal_id", name=op.f("pk_proposal")),
    )
    op.create_table(
        "pull",
        sa.Column("pull_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("up_to", columns.Instant(), nullable=False),
        sa.Column("facts", columns.Json, nullable=False),
        sa.Column("recorded_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("pull_id", name=op.f("pk_pull")),
    )
    op.create_table(
        "rung",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("timer_id", sa.Uuid(), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("fires_at", columns.Instant(), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("fired_at", columns.Instant(), nullable=True),
        sa.Column("fired_seq", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "timer_id", "rung", name=op.f("pk_rung")),
    )
    with op.batch_alter_table("rung", schema=None) as batch_op:
        batch_op.create_index(
            "ix_rung_armed",
            ["next_try_at", "case_id", "timer_id", "rung"],
            unique=False,
            postgresql_where=sa.text("standing = 'armed'"),
            sqlite_where=sa.text("standing = 'armed'"),
        )

    op.create_table(
        "selftest",
        sa.Column("slot", columns.Instant(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("lateness_ms", sa.Integer(), nullable=True),
        sa.Column("failure", sa.String(length=200), nullable=True),
        sa.Column("recorded_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_selftest")),
    )
    op.create_table(
        "substitute",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("for_user_id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "for_user_id", "from_day", name=op.f("pk_substitute")),
    )
    with op.batch_alter_table("substitute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_substitute_for_user_id"), ["for_user_id"], unique=False)

    op.create_table(
        "timer",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("timer_id", sa.Uuid(), nullable=False),
        sa.Column("clock", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("start_seq", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.String(length=120), nullable=True),
        sa.Column("calendar_name", sa.String(length=80), nullable=False),
        sa.Column("calendar_sha256", sa.String(length=64), nullable=False),
        sa.Column("precision", sa.String(length=10), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("started_at", columns.Instant(), nullable=False),
        sa.Column("running", sa.String(length=10), nullable=False),
        sa.Column("raw_due", sa.Date(), nullable=False),
        sa.Column("legal_due", sa.Date(), nullable=False),
        sa.Column("promised_due", sa.Date(), nullable=True),
        sa.Column("due_at", columns.Instant(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("informative", sa.Boolean(), nullable=False),
        sa.Column("acts", columns.Json, nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("stopped_at", columns.Instant(), nullable=True),
        sa.Column("stop_seq", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=10), nullable=True),
        sa.Column("verdict_promised", sa.String(length=10), nullable=True),
        sa.Column("verdict_inputs", columns.Json, nullable=True),
        sa.Column("unconfirmed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "timer_id", name=op.f("pk_timer")),
    )
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_timer_calendar",
            ["calendar_name", "calendar_sha256"],
            unique=False,
            postgresql_where=sa.text("running <> 'stopped'"),
        )
        batch_op.create_index(
            "ix_timer_running_due",
            ["org_id", "due_at", "case_id", "timer_id"],
            unique=False,
            postgresql_where=sa.text("running = 'running'"),
        )
        batch_op.create_index(
            "uq_timer_start", ["case_id", "clock", "start_seq", "subject_kind", "subject_id"], unique=True
        )

    op.create_table(
        "unsealed",
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "seq", name=op.f("pk_unsealed")),
    )
    op.create_table(
        "user_role",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "role", "org_id", "from_day", name=op.f("pk_user_role")),
    )
    with op.batch_alter_table("user_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_role_org_id_role"), ["org_id", "role"], unique=False)

    op.create_table(
        "web_session",
        sa.Column("token_sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("expires_at", columns.Instant(), nullable=False),
        sa.Column("ended_at", columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_web_session")),
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_session_user_id"), ["user_id"], unique=False)

    _keep_the_record()


def _keep_the_record() -> None:
    """SQLite has no grants: there triggers refuse what the service's role may not do on PostgreSQL. No logic
    depends on them."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in ("audit_event", "definition", "calendar_edition"):
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
