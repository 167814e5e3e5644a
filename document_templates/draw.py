"""Draws the first version of each Word template; staff edit the files in Word from there on.

`python document_templates/draw.py` writes the templates that do not exist yet, so it never overwrites
what staff changed. `--again award_letter` draws one anew. `--readme` refreshes the variables in README.md.
"""

import argparse
import sys
from io import BytesIO
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from drawing import (  # noqa: E402 - needs the path
    agreement,
    amendment,
    certificate,
    check_in,
    closeout,
    data_sharing,
    letter,
    progress,
    proposal,
)

from workflows.documents.package import repacked  # noqa: E402 - needs the path
from workflows.documents.reference import variables_markdown  # noqa: E402 - needs the path

DRAWINGS = {
    "proposal": proposal.draw,
    "award_letter": letter.draw,
    "grant_agreement": agreement.draw,
    "data_sharing_agreement": data_sharing.draw,
    "amendment": amendment.draw,
    "progress_report": progress.draw,
    "closeout_report": closeout.draw,
    "check_in_summary": check_in.draw,
    "certificate": certificate.draw,
}
MARK = "<!-- below: written by draw.py --readme -->\n"


def draw(kind: str) -> bytes:
    """The template of that kind as .docx bytes, the same each time."""
    saved = BytesIO()
    DRAWINGS[kind]().save(saved)
    return repacked(saved.getvalue())


def readme(text: str) -> str:
    """The README with its list of variables made anew."""
    return text.split(MARK, maxsplit=1)[0] + MARK + "\n" + variables_markdown().rstrip("\n") + "\n"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--again", nargs="*", default=[], choices=list(DRAWINGS))
    options.add_argument("--readme", action="store_true")
    chosen = options.parse_args()
    for kind in DRAWINGS:
        path = HERE / f"{kind}.docx"
        if kind in chosen.again or not path.exists():
            path.write_bytes(draw(kind))
    if chosen.readme:
        path = HERE / "README.md"
        path.write_text(readme(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
