"""The form of the survey: choices alone, all of which can be left out."""

from collections.abc import Mapping

from flask_wtf import FlaskForm  # type: ignore[import-untyped]  # it has no types
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectChoice  # type: ignore[import-untyped]  # the same

from forms_service.survey_questions import QUESTIONS, Question


class SurveyForm(FlaskForm):  # type: ignore[misc]  # its base has no types
    """A field for each question, added below. After `validate`, `chosen` gives the answers."""

    class Meta:
        csrf = False  # there is no cookie: the signed key and the check of Origin stand in its place

    def __init__(self, formdata: MultiDict[str, str] | None = None) -> None:
        super().__init__(formdata=formdata)

    def validate(self, extra_validators: Mapping[str, object] | None = None) -> bool:
        """An answer that isn't offered is a mistake; none is none."""
        super().validate(extra_validators)
        for question in QUESTIONS:
            field = self[question.key]
            if field.data and field.data not in question.answers:
                field.errors = ["Choose one of these answers, or leave this question out"]
        return not self.errors

    def chosen(self) -> Mapping[str, str]:
        """The answers by the questions' keys, without what was left out."""
        return {question.key: self[question.key].data for question in QUESTIONS if self[question.key].data}


def _field(question: Question) -> RadioField:
    choices = [SelectChoice(key, words) for key, words in question.answers.items()]
    return RadioField(question.words, choices=choices, validate_choice=False, default="", description=question.hint)


for _question in QUESTIONS:
    setattr(SurveyForm, _question.key, _field(_question))
