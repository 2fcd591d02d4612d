"""The forms of the desk."""

from collections.abc import Mapping

from flask_wtf import FlaskForm  # type: ignore[import-untyped]  # it has no types
from wtforms import HiddenField, PasswordField, RadioField, SelectChoice, StringField  # type: ignore[import-untyped]  # the same
from wtforms.validators import AnyOf, DataRequired, InputRequired  # type: ignore[import-untyped]  # the same

from forms_service import words
from forms_service.models import Outcome


def _printable(text: str | None) -> str:
    """Without what no email address has and PostgreSQL refuses."""
    return "".join(c for c in text or "" if c.isprintable()).strip()


class SignInForm(FlaskForm):  # type: ignore[misc]  # its base has no types
    email = StringField("Email address", filters=[_printable], validators=[DataRequired("Enter your email address")])
    password = PasswordField("Password", validators=[InputRequired("Enter your password")])


class Button(FlaskForm):  # type: ignore[misc]  # its base has no types
    """A form that asks nothing: its button is all."""


class _Change(FlaskForm):  # type: ignore[misc]  # its base has no types
    """`version` is the one that the coordinator saw."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """-1, which no interest has, for one that isn't a number of ours."""
        said = self.version.data or ""
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1


class DecideForm(_Change):
    """About what was set aside. It asks nothing: its buttons are all."""


class MoveForm(_Change):
    to = RadioField("Move to which stage?", validators=[InputRequired("Choose a stage")], validate_choice=False)

    def __init__(self, stages: Mapping[str, str], following: str | None) -> None:
        """`stages` are titles by key; `following` the one that is chosen unless the coordinator says otherwise."""
        super().__init__(data={"to": following})
        self.to.choices = [SelectChoice(key, title) for key, title in stages.items()]
        self.to.validators = [*self.to.validators, AnyOf(list(stages), "Choose a stage from the list")]


_ENDS = {key: label for key, label in words.OUTCOMES.items() if key != Outcome.NOT_REAL}  # for what is set aside alone


class CloseForm(_Change):
    outcome = RadioField(
        "How did it end?",
        choices=[SelectChoice(key, label) for key, label in _ENDS.items()],
        validators=[
            InputRequired("Choose how it ended"),
            AnyOf(list(_ENDS), "Choose an outcome from the list"),
        ],
        validate_choice=False,
    )
