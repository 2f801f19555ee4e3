"""Pages are read and drawn on several threads at once: a batch is sealed while a preview is drawn."""

from concurrent.futures import ThreadPoolExecutor

from celliq_desktop.reports.page_text import headline_of, text_of
from celliq_desktop.reports.pdf import render
from celliq_desktop.reports.qr import read_back
from tests.usecases.papers import content

_ROUNDS = 12


def test_many_threads_read_the_same_from_one_paper() -> None:
    paper = render(content())
    alone = (text_of(paper), headline_of(paper), read_back(paper))
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(lambda: (text_of(paper), headline_of(paper), read_back(paper))) for _ in range(_ROUNDS)]
        assert {one.result() for one in asked} == {alone}
