"""Invitations to show and to print."""

from __future__ import annotations

from tests.ui.days import visit
from vardklient.domain.invitation import Invitation, compose, guests, invited_roles
from vardklient.domain.visit import Join, Role, Visit
from vardklient.program.inviting import load_wordings

VISIT: Visit = visit("09:30", "IK-82", join=Join(), visit_id="v0123456789abcdef", booking_id="B-1")
WORDS = load_wordings()
LINKS = tuple(
    (role, f"https://visits.example.se/visit#Q2k9xTfWm3LrVb7ZpA1e{n:02d}")
    for n, role in enumerate(invited_roles(VISIT))
)


def invitation(role: Role = Role.PATIENT, language: str = "sv", of: Visit = VISIT) -> Invitation:
    """What somebody in that role is told."""
    guest = next(guest for guest in guests(of, LINKS) if guest.role is role)
    return compose(of, guest, WORDS[language])
