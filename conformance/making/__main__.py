"""Make the vectors: ``python -m conformance.making``.

Writes conformance/definitions.json and one file of vectors for each definition. What is
expected of a vector is the judgement of the oracle (tests/rules/oracle.py), which computes in exact
fractions and shares no code with srns.
"""

import json
import sys
from pathlib import Path
from typing import Any

from conformance.making.subject import read_subjects
from conformance.making.write import write_definition, write_line, write_vectors

HERE = Path(__file__).parents[1]


def make() -> dict[str, str]:
    """Return the text of every file that is made, by its path below conformance/."""
    subjects = read_subjects()
    definitions: dict[str, Any] = {each.id: write_definition(each) for each in subjects}
    files = {"definitions.json": json.dumps(definitions, ensure_ascii=False, indent=1) + "\n"}
    seen: set[str] = set()
    for subject in subjects:
        lines = []
        for entry in write_vectors(subject):
            assert entry["id"] not in seen, f"{entry['id']} stands twice"
            seen.add(entry["id"])
            lines.append(write_line(entry))
        files[f"vectors/{subject.id}.jsonl"] = "".join(lines)
    return files


def main() -> int:
    """Write the files, and remove those of definitions that are no longer published."""
    files = make()
    for path in (HERE / "vectors").glob("*.jsonl"):
        if f"vectors/{path.name}" not in files:
            path.unlink()
    for name, text in files.items():
        (HERE / name).write_text(text, "utf-8")
    count = sum(text.count("\n") for name, text in files.items() if name.endswith(".jsonl"))
    print(f"{count} vectors for {len(files) - 1} definitions")
    return 0


if __name__ == "__main__":
    sys.exit(main())
