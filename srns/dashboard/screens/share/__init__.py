"""Share page: de-identification, saving, links, versions."""
