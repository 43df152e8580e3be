"""The pages of the desk, one file per subject."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.desk.routes import cases, sign_in, worklist

ROUTERS: tuple[APIRouter, ...] = (sign_in.router, worklist.router, cases.router)
"""Every page; a test walks over all of them by role."""
