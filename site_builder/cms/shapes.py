"""What is left of a type when all that is said of every field is taken away."""

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import Discriminator, Tag
from pydantic.fields import FieldInfo

from site_builder.catalogue import values


def said(hint: Any) -> Any:
    """A type without what is said of every field: that it may be blank, `none` or not published; a description. None if
    `none` and `not_published` can't be typed into its widget."""
    if get_origin(hint) in (Union, UnionType):
        kept = [each for each in get_args(hint) if each is not NoneType]
        return said(kept[0]) if len(kept) == 1 else hint
    if get_origin(hint) is not Annotated:
        return hint
    inner, *notes = get_args(hint)
    if any(isinstance(note, Discriminator) for note in notes):
        shape = said(get_args(inner)[0])
        return shape if shape in (values.Line, values.Text) else None
    kept = [note for note in notes if not isinstance(note, Tag | FieldInfo)]
    return Annotated[inner, *kept] if kept else inner
