"""The documentation site: `make site` builds it from these pages, without a network."""

import os
import sys
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]
os.environ["PYTHONPATH"] = str(ROOT)  # for the notebook, which runs in a process of its own

from definition_pages import write_definition_pages  # noqa: E402

from srns import __version__  # noqa: E402

project = "srns"
author = "the authors of srns"
project_copyright = "2026, the authors of srns; MIT license"
version = release = __version__
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
exclude_patterns = ["_build", "**.ipynb_checkpoints"]
root_doc = "index"

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
# Links to files outside these pages are held by tests/docs; a page has only their names.
suppress_warnings = ["myst.xref_missing"]
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
add_module_names = False
default_role = "code"
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_preprocess_types = False
napoleon_attr_annotations = False

html_theme = "furo"
html_title = f"srns {version}"
html_show_sphinx = False
html_copy_source = False
html_static_path = ["screenshots"]


def _keep_links_to_code(app: Sphinx, document: nodes.document) -> None:
    """Turn links to files outside the documentation into their names.

    On a site there is no source tree beside a page; the names are paths of the repository.
    """
    here = Path(app.env.doc2path(app.env.docname)).parent
    for link in list(document.findall(nodes.reference)):
        target = link.get("refuri", "")
        if target and "://" not in target and not target.startswith(("#", "mailto:")):
            path = (here / target.partition("#")[0]).resolve()
            if path.exists() and not path.is_relative_to(ROOT / "docs"):
                link.replace_self(nodes.literal("", str(path.relative_to(ROOT))))


def setup(app: Sphinx) -> None:
    """Write the page of each definition before the pages are read."""
    write_definition_pages(ROOT / "docs" / "definitions")
    app.connect("doctree-read", _keep_links_to_code)
