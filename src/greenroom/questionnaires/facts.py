import dataclasses

from greenroom.base.facts import Fact


@dataclasses.dataclass(frozen=True, kw_only=True)
class QuestionnaireChanged(Fact):
    questionnaire_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ResponseSaved(Fact):
    response_id: int
