"""Open and answered questions of a recipe, those together that one answer may settle."""

from dataclasses import dataclass

from srns.workbook.recipe.model import Question, Recipe

_ONE_ANSWER_EACH = ("code ", "visit ")
"""How the ids begin of questions of which no two have the same answer."""


@dataclass(frozen=True)
class QuestionGroup:
    """Questions of one kind with the same options, in the order in which they were asked."""

    questions: tuple[Question, ...]

    @property
    def options(self) -> tuple[str, ...]:
        """The options that they share."""
        return self.questions[0].options

    @property
    def common_answer(self) -> str:
        """The answer that all of them have; empty where they differ or are open."""
        answers = {question.answer for question in self.questions}
        return answers.pop() if len(answers) == 1 else ""


def group_questions(recipe: Recipe) -> tuple[QuestionGroup, ...]:
    """Return the questions of a recipe in groups, each where its first question stands."""
    groups: dict[tuple[object, ...], list[Question]] = {}
    for question in recipe.questions:
        alone = question.id.startswith(_ONE_ANSWER_EACH)
        key = (question.id,) if alone else (_kind(question), question.options)
        groups.setdefault(key, []).append(question)
    return tuple(QuestionGroup(tuple(each)) for each in groups.values())


def _kind(question: Question) -> str:
    """Return the kind of a question; that of a test in a list is `test`, whatever its name."""
    kind = question.id.partition(":")[0]
    return "test" if kind.startswith("test ") else kind
