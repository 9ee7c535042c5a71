"""Definition files of response: the published ones, and your own."""

from pathlib import Path

from srns.rules.definition import Definition
from srns.rules.load_definition import load_definition as load_definition_file
from srns.rules.load_definition import published


def load_definition(definition: str | Path | Definition) -> Definition:
    """Load a definition of response: a published one by its id, your own by its path.

    Raises
    ------
    DefinitionError
        Where there is no such definition or the file cannot be used: one line for each mistake,
        with the remedy.

    Examples
    --------
    >>> import srns
    >>> haddad = srns.load_definition("haddad_2021")
    >>> haddad
    <Definition haddad_2021: Haddad 2021, as written (version 1)>
    >>> [response.name for response in haddad.responses]
    ['complete remission', 'partial remission']
    """
    return definition if isinstance(definition, Definition) else load_definition_file(definition)


def definitions() -> tuple[Definition, ...]:
    """List the published definitions, in the order of their ids.

    Examples
    --------
    >>> import srns
    >>> [each.id for each in srns.definitions()][:3]
    ['aap_2009', 'adult_conventional', 'choudhry_2009']
    """
    return published()
