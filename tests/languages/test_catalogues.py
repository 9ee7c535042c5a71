"""The catalogues: up to date with the code, whole, with the places of each message, compiled."""

import string

import pytest

from srns.languages.current import LANGUAGES
from srns.languages.messages import LOCALE
from tests.languages.catalogues import (
    TEMPLATE,
    TRANSLATED,
    compiled,
    extracted,
    is_translated,
    path_of,
    read_catalogue,
    written,
)

UPDATE = "run python -m tests.languages.catalogues"


@pytest.fixture(scope="module")
def template():
    return extracted()


@pytest.fixture(scope="module")
def catalogues():
    return {code: read_catalogue(path_of(code)) for code in TRANSLATED}


def forms(message):
    """Every form of a message, and every form of its translation."""
    sources = message.id if isinstance(message.id, tuple) else (message.id,)
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return sources, texts


def places(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_the_template_has_every_message_of_the_code(template):
    assert TEMPLATE.read_bytes() == written(template), UPDATE


def test_there_is_a_catalogue_of_every_language_but_english():
    assert {path.name for path in LOCALE.iterdir() if path.is_dir()} == set(TRANSLATED)
    assert len(LANGUAGES) == len(TRANSLATED) + 1


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_catalogue_has_the_messages_of_the_template(code, template, catalogues):
    wanted = {(each.id, each.context) for each in template if each.id}

    assert {(each.id, each.context) for each in catalogues[code] if each.id} == wanted, UPDATE
    assert catalogues[code].obsolete == {}


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_is_translated_and_no_translation_is_a_guess(code, catalogues):
    messages = [each for each in catalogues[code] if each.id]

    assert [each.id for each in messages if not is_translated(each)] == []
    assert [each.id for each in messages if each.fuzzy] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_places_of_its_message(code, catalogues):
    wrong = []
    for message in catalogues[code]:
        sources, texts = forms(message)
        known = places(sources[-1])
        for number, text in enumerate(texts):
            # The form for one thing may do without its number.
            fewer = [known, [each for each in known if each not in ("n", "count")]]
            single = isinstance(message.id, tuple) and number == 0 and len(texts) > 1
            if text and places(text) not in (fewer if single else [known]):
                wrong.append((message.id, text))

    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_keeps_the_markup_of_its_message(code, catalogues):
    """Bold type, code, and words that the pages look for."""
    wrong = [
        (message.id, text)
        for message in catalogues[code]
        if message.id
        for text in forms(message)[1]
        if text
        and any(text.count(mark) != forms(message)[0][-1].count(mark) for mark in ("**", "`"))
    ]

    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_compiled_catalogue_is_the_one_that_people_edit(code, catalogues):
    assert path_of(code).with_suffix(".mo").read_bytes() == compiled(catalogues[code]), UPDATE
