"""The pages of the desk, one file per subject."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.desk.routes import (
    account,
    actions,
    administration,
    cases,
    drafts,
    mail,
    openid,
    operations,
    overview,
    sign_in,
    worklist,
)

ROUTERS: tuple[APIRouter, ...] = (
    sign_in.router,
    openid.router,
    worklist.router,
    overview.router,
    cases.router,
    drafts.router,
    actions.router,
    mail.router,
    account.router,
    administration.router,
    operations.router,
)
"""Every page; a test walks over all of them by role."""
