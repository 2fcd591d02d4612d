"""Whom to ask about a role."""

from site_builder.catalogue import Catalogue, Contact, Role


def contact_for(catalogue: Catalogue, organisation: str, role: Role | None) -> Contact | None:
    """The role's own contact, or else the organisation; None where neither says."""
    if role and role.contact:
        return role.contact
    found = catalogue.organisations.get(organisation)
    if not found or not (found.email or found.phone):
        return None
    return Contact(who=found.title, email=found.email, phone=found.phone)
