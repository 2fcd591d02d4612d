"""What became of a role that is no longer at its address."""

from typing import Any

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from .values import Model, ProfileKey, RoleAddress, Text, fault


class Redirect(Model):
    """The role that it is now (`to`); or `why` it was removed, and its `kind`, by which roles like it are found.

    Written `cambridgeshire/new-name`, or as a sentence that says why, or as `{why, kind}`.
    """

    to: RoleAddress | None = None
    """The role that it is now.

    to: cambridgeshire/special-constable
    """

    why: Text | None = None
    """Why the role was removed.

    why: The museum has closed.
    """

    kind: ProfileKey | None = None
    """Its profile, by which roles like it are found.

    kind: museum-volunteer
    """

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if " " in value.strip():
            return {"why": value}
        if "/" not in value:
            raise fault(
                f"'{value[:80]}' is neither a role nor a sentence",
                "name one role: organisation/role, or say in a sentence why the role was removed",
            )
        return {"to": value}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"title": "a role, or a sentence that says why", "type": "string"}, handler(schema)]}

    @model_validator(mode="after")
    def _one_of_two(self) -> "Redirect":
        if (self.to is None) == (self.why is None):
            raise fault("this doesn't say what became of the role", "give either `to` or `why`")
        return self


Redirects = dict[RoleAddress, Redirect]
"""By the old key, `organisation/slug`."""
