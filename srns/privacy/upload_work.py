"""Work on uploaded files, in the process that is forked for each job."""

import gc
from collections.abc import Callable

from srns.app_files import PAPER_WORKBOOK
from srns.privacy.marked_copy import mark
from srns.privacy.rehearsal import rehearse_here
from srns.privacy.upload_jobs import UploadJob, seconds_of, take_job
from srns.workbook.files.spare_process import serve_jobs


def main(control: int) -> None:
    """Serve jobs until the parent is gone."""
    # What is made once for all workbooks is made here, and not in each fork.
    paper = (PAPER_WORKBOOK.name, PAPER_WORKBOOK.read_bytes())
    rehearse_here(UploadJob("rehearse", (paper,)), lambda _: None)
    gc.disable()  # a fork ends with its job, and looking for garbage takes a quarter of its time
    serve_jobs(control, _work, seconds_of)


def _work(written: bytearray, write: Callable[[bytes], object]) -> None:
    job = take_job(written)
    {"rehearse": rehearse_here, "mark": mark}[job.kind](job, write)
