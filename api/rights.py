"""Who may do what: each operation, and the least role that may call it.

A server with accounts looks here before every view; an operation that is not here is refused to
everybody, and a test says so.
"""

from __future__ import annotations

from glossary.people import includes

ANYONE, SIGNED_IN, IN_SESSION = "anyone", "signed in", "in a session"
"""Before the roles: without an account; with one, whatever its role in this termbase; the same, but
with a browser's session and not with a token, so that a token makes no others."""

_OPERATIONS = {
    ANYONE: """
        healthz healthz_at_root readyz readyz_at_root open_session close_session
    """,
    SIGNED_IN: """
        get_me
    """,
    IN_SESSION: """
        list_tokens add_token remove_token
    """,
    "reader": """
        search_terms search_many_terms recognize check list_wanted list_changes
        stream_changes
        regions_of_form regions_of_concept
        impact_of_concept impact_as_work lint
        list_concepts get_concept concept_history why list_comments
        list_candidates get_candidate count_by_field summarise list_steps overview
        fuzzy_matches fuzzy_matches_each concordance pieces
        list_documents get_document document_text list_beads
        list_profiles export export_and_note export_losses list_conflicts
        list_jobs get_job job_events job_result
        tm_languages tm_unit
    """,
    "contributor": """
        add_comment mark_comment delete_comment
        mine mine_memory evaluate preview_import stop_job restart_job propose
    """,
    "reviewer": """
        create_concept patch_concept delete_concept merge_concepts revert_concept
        judge judge_together correct_bead undo
        import_file settle add_units tm_put_unit tm_post_unit tm_post_store
        replace_in_memory
    """,
    "administrator": """
        fill_termbase list_people give_role list_audit export_audit metrics
        list_hooks add_hook remove_hook test_hook pause_hook resume_hook
        list_dead_letters retry_hook
    """,
}
RIGHTS = {name: least for least, names in _OPERATIONS.items() for name in names.split()}
"""The least role of each operation, by its `operationId`."""

READING = (
    "recognize",
    "check",
    "lint",
    "search_many_terms",
    "fuzzy_matches_each",
    "evaluate",
    "preview_import",
)
"""Operations that change nothing, though they are sent by POST."""

PAGES = {
    "pages.desk": SIGNED_IN,
    "people_pages.sign_in_page": ANYONE,
    "people_pages.sign_in_here": ANYONE,
    "oidc_pages.to_service": ANYONE,
    "oidc_pages.from_service": ANYONE,
    "people_pages.sign_out_here": IN_SESSION,
    "people_pages.account_page": IN_SESSION,
    "people_pages.new_token_here": IN_SESSION,
    "people_pages.end_token_here": IN_SESSION,
    "people_pages.people_page": "administrator",
    "people_pages.give_role_here": "administrator",
    "people_pages.audit_page": "administrator",
}
"""The same for pages, by endpoint. What the desk shows it asks for by operations."""

OPEN = ("pages.", "static", "openapi.")
"""Other endpoints, which show nothing of the termbase."""


def least_role(endpoint: str | None) -> str | None:
    """The least role that may call an endpoint; None if nobody may."""
    if endpoint in PAGES:
        return PAGES[endpoint]
    if endpoint and endpoint.startswith(OPEN):
        return ANYONE
    return RIGHTS.get((endpoint or "").rpartition(".")[2])


def may(role: str | None, least: str | None, *, in_session: bool) -> bool:
    """Whether somebody with this role, None for one who is not signed in, may do that."""
    if least == ANYONE:
        return True
    if role is None or least is None:
        return False
    if least == IN_SESSION:
        return in_session
    return least == SIGNED_IN or includes(role, least)


def operations_of(role: str, *, in_session: bool) -> list[str]:
    """The operations that a role may call."""
    return [name for name, least in RIGHTS.items() if may(role, least, in_session=in_session)]
