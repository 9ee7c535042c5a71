"""Question whether numbers of children that differ in their spelling alone are one child."""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence

from srns.languages.sentences import list_and, sentence
from srns.workbook.files.cells import is_blank
from srns.workbook.recipe.model import Question, Recipe, TableRecipe
from srns.workbook.recipe.region import Region
from srns.workbook.values.child_names import explain_difference, find_spellings, show_name
from srns.workbook.values.numbers_and_words import show_plain

_SPELLINGS = "one child"
ONE_CHILD = sentence("yes: one child")
_SEVERAL = sentence("no: each is a child of its own")
_MOST = 40


def ask_about_spellings(names: Iterable[str], questions: MutableMapping[str, Question]) -> None:
    """Ask once for each number that is spelt in several ways, the invisible made visible."""
    for group in find_spellings(names)[:_MOST]:
        listed = list_and([f"'{show_name(one)}'" for one in group])
        key = _question_of(group)
        questions[key] = Question(
            key,
            sentence("Are {listed} one child?", listed=listed),
            (ONE_CHILD, _SEVERAL),
            sentence("they are the same {how}", how=explain_difference(group[0], group[1])),
        )


def find_children(region: Region, table: TableRecipe) -> list[str]:
    """Return the children that a table names, as they are shown, each once."""
    means = {one.heading for one in table.columns if one.means == "patient"}
    numbers = [n for n, heading in enumerate(region.headings) if heading in means][:1]
    values = region.column(numbers[0]) if numbers else [table.patient]
    return list(dict.fromkeys(show_plain(one) for one in values if not is_blank(one)))


def _question_of(group: Sequence[str]) -> str:
    return f"{_SPELLINGS}: {show_name(group[0])}"


def asks_about_spellings(recipe: Recipe) -> bool:
    """Return whether any number of a child was answered to be spelt in several ways."""
    start = f"{_SPELLINGS}: "
    return any(one.id.startswith(start) and one.answer == ONE_CHILD for one in recipe.questions)


def joined_spellings(names: Iterable[str], recipe: Recipe) -> Mapping[str, str]:
    """Return the first spelling of each number that a person says is one child."""
    joined: dict[str, str] = {}
    for group in find_spellings(names):
        if recipe.answer_to(_question_of(group)) == ONE_CHILD:
            joined.update(dict.fromkeys(group, group[0]))
    return joined
