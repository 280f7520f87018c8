"""Every figure on every page of the demo company leads to a page that explains it."""

import re
import shutil
import tempfile
from collections import deque
from datetime import date
from html import unescape
from io import StringIO
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client as Browser

from wonback.figures.subjects import COMPANY
from wonback.metrics.pictures import drawn
from wonback.team.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("northbeam"), pytest.mark.once]

DAY = "2026-11-22"
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"[^>]*>')
FIGURE = re.compile(r'<a\b[^>]*?\bclass="figure"[^>]*?\bhref="([^"]+)"')
# What is no page to read: files, the door, and the interface for programs, which has tests of its own.
PASSED_BY = re.compile(r"^(?:https?:|mailto:|tel:|#)|\.(?:csv|png|json|xlsx?)\b|^/(?:account|api|static|import|admin)/")
# Lists and filters repeat the same pages in another order.
REPEATED = re.compile(r"[?&](?:after|kind|whose|reason|may|gone|q|sort|earlier|start|months|by)=")
PEOPLE = ["rosa", "ines", "vera", "adam"]


@pytest.fixture(scope="module")
def northbeam(django_db_setup, django_db_blocker):
    """The demo company after its first night, for all processes to see; taken away when these tests are done."""
    usual, settings.HOME = settings.HOME, Path(tempfile.mkdtemp())
    with django_db_blocker.unblock():
        try:
            call_command("demo", "--no-serve", "--as-of", DAY, stdout=StringIO())
            yield
        finally:
            call_command("flush", interactive=False, verbosity=0)
            shutil.rmtree(settings.HOME)
            settings.HOME = usual


def signed_in(name):
    browser = Browser()
    browser.force_login(User.objects.get(email=f"{name}@northbeam.example"))
    return browser


def kind_of(path):
    """Of 400 clients' pages, and of 400 explanations of one number, each of the four opens one."""
    return re.sub(r"(?<=[/-])\d+", "1", path)


def crawl(browser):
    """All pages this person can walk to, with what they say; and the figures met on the way, which are not walked into."""
    ahead, pages, figures = deque(["/today/", "/numbers/", "/book/"]), {}, {}
    kinds = set()
    while ahead:
        path = ahead.popleft()
        if kind_of(path) in kinds:
            continue
        kinds.add(kind_of(path))
        answer = browser.get(path)
        pages[path] = answer.status_code
        if "text/html" not in answer.get("Content-Type", ""):
            continue
        html = answer.content.decode()
        for href in map(unescape, FIGURE.findall(html)):
            figures.setdefault(kind_of(href), (href, path))
        for href in map(unescape, LINK.findall(html)):
            to = urldefrag(urljoin(path, href))[0]
            if (
                not PASSED_BY.search(href)
                and not REPEATED.search(to)
                and not to.startswith("/numbers/")
                and kind_of(to) not in kinds
            ):
                ahead.append(to)
    return pages, dict(figures.values())


@pytest.mark.parametrize("name", PEOPLE)
def test_every_figure_is_explained(name):
    browser = signed_in(name)
    pages, figures = crawl(browser)
    explained = {href: browser.get(href).status_code for href in figures}

    lost = {path: status for path, status in pages.items() if status >= 400}
    refused = {"rosa": {"/book/": 404}, "vera": {"/book/": 404}}
    assert lost == refused.get(name, {})
    assert {href: (status, figures[href]) for href, status in explained.items() if status != 200} == {}
    assert len(pages) > 15
    assert len(explained) > 30


def test_the_pictures_are_kept_for_the_next_reader(django_assert_max_num_queries):
    browser = signed_in("ines")
    cache.clear()
    browser.get("/book/")
    with django_assert_max_num_queries(20):
        page = browser.get("/book/").content.decode()

    assert page.count('class="chart-wide"') == 4
    assert page.count("How it is made") == 4


def pareto(margin, settings):
    settings.MARGIN = margin
    cache.clear()
    (_name, chart), *_more = drawn(("reasons",), COMPANY, as_of=date.fromisoformat(DAY))
    return chart


def test_why_they_left_is_ordered_by_the_margin_lost_with_it(settings):
    revenue, margin = pareto(None, settings), pareto(0.25, settings)

    assert "of yearly revenue lost in 12 months" in revenue.says
    assert "of yearly margin lost in 12 months" in margin.says
    assert [point.value for point in margin.series[0].points] == [
        0.25 * point.value for point in revenue.series[0].points
    ]


class TestThePageOfANumber:
    def test_draws_its_picture_and_gives_it_away(self):
        browser = signed_in("adam")
        page = browser.get("/numbers/losses-12-months/").content.decode()
        picture = browser.get("/numbers/losses-12-months/picture.png")

        assert "Too many losses?" in page
        assert "Chance ends here" in page
        assert picture.content.startswith(b"\x89PNG")
        assert browser.get("/numbers/silence/picture.png").status_code == 404

    def test_lets_ask_what_if(self):
        browser = signed_in("ines")
        page = browser.get("/numbers/lifetime-revenue/?months=2").content.decode()

        assert "With 2 more months" in page
        assert 'type="range"' in page
        assert "With 1 more month " in browser.get("/numbers/lifetime-revenue/?months=²").content.decode()

    def test_says_what_longer_staying_brings_by_segment(self):
        browser = signed_in("ines")

        assert "A: large" in browser.get("/numbers/staying-longer/?by=tier&months=2").content.decode()
        assert "Industry" in browser.get("/numbers/staying-longer/?by=industry").content.decode()

    def test_says_how_it_was_before(self):
        browser = signed_in("adam")

        assert (
            "The same question, asked of what is on file"
            in browser.get("/numbers/revenue-12-months/?earlier=1").content.decode()
        )

    def test_turns_its_rows_page_by_page(self):
        browser = signed_in("adam")
        first = browser.get("/numbers/revenue-12-months/").content.decode()
        second = browser.get("/numbers/revenue-12-months/?start=50").content.decode()
        lines = [set(re.findall(r"<tr><td.*?</tr>", page)) for page in (first, second)]

        assert "1 to 50 of" in first
        assert "51 to 100 of" in second
        assert [len(each) for each in lines] == [50, 50]
        assert not lines[0] & lines[1]

    def test_names_the_model_and_what_it_would_have_said(self):
        page = signed_in("adam").get("/numbers/value-ahead/").content.decode()

        assert "The model behind it" in page
        assert "Log-loss" in page
        assert "Were the chances right?" in page


class TestTheLostList:
    def test_says_how_many_come_back_in_words_people_can_picture(self):
        page = signed_in("ines").get("/lost/").content.decode()

        assert re.search(r"\d in 100?<", page)
        assert "by themselves" in page

    def test_tells_programs_the_same(self):
        said = StringIO()
        call_command("lost", "--json", "--limit", "5", "--as-of", DAY, stdout=said)

        assert said.getvalue().count("like them come back within six months") == 5
        assert "a rule of thumb, not your data." in said.getvalue()
