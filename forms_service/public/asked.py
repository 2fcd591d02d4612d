"""The roles that the address of a form asks for: one by its path, or several in its query."""

from flask import g, request

from site_builder.catalogue import Role

from .questions import bands


def asked_for() -> tuple[str, ...]:
    """Their keys, once each, whatever they may be."""
    alone = one_asked_for()
    return (alone,) if alone else tuple(dict.fromkeys(request.args.getlist("role")))


def one_asked_for() -> str | None:
    """The key of the role whose own address it is."""
    place = request.view_args or {}
    return f"{place['organisation']}/{place['slug']}" if place else None


def takes_names(role: Role) -> bool:
    """Whether it does, here and now, and from anybody who may fill in a form."""
    return role.takes_names(g.now) and bool(bands([role]))


def taking() -> tuple[Role, ...]:
    """The roles asked for that take names."""
    found = (g.catalogue.wanted(key) for key in asked_for())
    return tuple(role for role in found if role and takes_names(role))
