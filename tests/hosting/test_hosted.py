"""Hosted dashboard behind nginx: admission, session affinity, access control, logs."""

import asyncio
import contextlib
import http.client
import io
import json
import re
import secrets
import ssl
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pytest
from topology import Topology, start_process, wait_until_healthy

from benchmarks.visitor import Visitor
from srns.sharing import links
from srns.sharing.permissions import AGGREGATE, VIEWER
from srns.sharing.store import open_store
from tests.sharing.made import save

WORKBOOK = "Your workbook (Excel, .ods or .csv); several files of one cohort together"

PAPER = Path(__file__).parents[2] / "data" / "haddad2021.xlsx"
CHILD, RESULT = "QUINCEANERA", 73.1773
TRUSTING = ssl._create_unverified_context()
HTML = {"Accept": "text/html"}


class Answer:
    """An HTTP response."""

    def __init__(self, raw: http.client.HTTPResponse) -> None:
        self.status = raw.status
        self.headers = raw.headers
        self.text = raw.read().decode("utf-8", "replace")


def ask(
    address: str,
    path: str,
    headers: dict[str, str] | None = None,
    method: str = "GET",
    body: bytes | None = None,
) -> Answer:
    """Send one request; follow no redirect."""
    there = urlsplit(address)
    assert there.hostname is not None
    connection = (
        http.client.HTTPSConnection(there.hostname, there.port, context=TRUSTING, timeout=30)
        if there.scheme == "https"
        else http.client.HTTPConnection(there.hostname, there.port or 80, timeout=30)
    )
    connection.request(method, path, body, headers or {})
    try:
        return Answer(connection.getresponse())
    finally:
        connection.close()


def numbers(topology: Topology, process: int) -> dict[str, float]:
    """Return the metrics of a process."""
    with urllib.request.urlopen(f"{topology.processes[process].address}/metrics") as answer:
        lines = answer.read().decode().splitlines()
    return {name: float(value) for name, value in (x.split() for x in lines if x[0] != "#")}


def visit(address: str, page: str = "", query: str = "cohort=paper", process: int = 1) -> Visitor:
    """Visit as a browser whose cookie names a process."""
    cookie = {"Cookie": f"srns_process=dashboard_{process}"}
    return Visitor(address, page, query, cookie, TRUSTING if address[:5] == "https" else None)


def test_a_visitor_sees_the_papers_children_through_the_proxy(hosted):
    async def run_visit() -> list[str]:
        async with visit(hosted.address, "cohort") as visitor:
            await visitor.arrive()
            await visitor.choose("Histology", ["FSGS"])
            assert not visitor.failed
            return visitor.texts

    assert "2 of 8 children" in " ".join(asyncio.run(run_visit()))


def test_a_page_says_which_process_it_came_from_and_is_then_left_alone(hosted):
    first = ask(hosted.address, "/", HTML)
    named = re.search(r"srns_process=(dashboard_[12]);", str(first.headers))
    assert named is not None
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax"):
        assert attribute in str(first.headers)

    again = ask(hosted.address, "/", {**HTML, "Cookie": f"srns_process={named[1]}"})

    assert "srns_process" not in str(again.headers)


@pytest.mark.parametrize("process", [1, 2])
def test_a_visitor_stays_with_the_process_that_holds_the_session(hosted, process):
    before = [numbers(hosted, each)["srns_visits_total"] for each in (0, 1)]

    async def run_visit() -> None:
        for _ in range(3):
            async with visit(hosted.address, process=process) as visitor:
                await visitor.arrive()

    asyncio.run(run_visit())

    after = [numbers(hosted, each)["srns_visits_total"] for each in (0, 1)]
    assert after[process - 1] == before[process - 1] + 3
    assert after[2 - process] == before[2 - process]


def test_a_full_server_says_so_and_goes_on_serving_who_is_in(hosted):
    alone = hosted.processes[0].address

    async def fill() -> tuple[Answer, list[str]]:
        async with visit(alone) as one, visit(alone) as two, visit(alone) as three:
            for visitor in (one, two, three):
                await visitor.arrive()
            turned_away = await asyncio.to_thread(ask, alone, "/", HTML)
            with pytest.raises(Exception, match="503"):
                async with visit(alone):
                    pass
            await one.choose("Histology", ["FSGS"])
            return turned_away, one.texts

    turned_away, texts = asyncio.run(fill())

    assert turned_away.status == 503
    assert "This dashboard serves 3 visitors at once and is full." in turned_away.text
    assert turned_away.headers["Retry-After"] == "60"
    assert "2 of 8 children" in " ".join(texts)
    assert ask(alone, "/", HTML).status == 200


def test_when_one_process_is_full_the_other_takes_the_next_visitor(hosted):
    async def fill() -> int:
        first = hosted.processes[0].address
        async with visit(first) as one, visit(first) as two, visit(first) as three:
            for visitor in (one, two, three):
                await visitor.arrive()
            cookie = {"Cookie": "srns_process=dashboard_1"}
            return (await asyncio.to_thread(ask, hosted.address, "/", HTML | cookie)).status

    assert asyncio.run(fill()) == 200


def test_plain_http_is_sent_to_tls(hosted):
    site = (hosted.access_log.parent / "conf.d" / "srns.conf").read_text("utf-8")
    plain = re.search(r"listen 127\.0\.0\.1:(\d+);", site)
    assert plain is not None

    answer = ask(f"http://127.0.0.1:{plain[1]}", "/cohort?a=b")

    assert answer.status == 301
    assert answer.headers["Location"].startswith("https://127.0.0.1/cohort")


def test_every_answer_carries_the_headers_that_browsers_protect_by(hosted):
    headers = ask(hosted.address, "/").headers

    assert "script-src 'self' blob: 'sha256-" in headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert re.fullmatch(r"nginx", headers["Server"])


@pytest.mark.parametrize(
    "path", ["/metrics", "/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"]
)
def test_what_is_for_the_watcher_is_not_for_visitors(hosted, path):
    assert ask(hosted.address, path).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../app.py",
        "/static/../../app.py",
        "/static/%2e%2e/%2e%2e/app.py",
        "/media/../../data/haddad2021.xlsx",
        "/media/%2e%2e%2f%2e%2e%2fdata%2fhaddad2021.xlsx",
        "/static//etc/passwd",
    ],
)
@pytest.mark.parametrize("proxied", [True, False])
def test_no_path_leads_out_of_what_is_served(hosted, path, proxied):
    answer = ask(hosted.address if proxied else hosted.processes[0].address, path)

    assert "set_page_config" not in answer.text
    assert "root:" not in answer.text
    assert not answer.text.startswith("PK")


def form(content: bytes) -> tuple[dict[str, str], bytes]:
    """Encode a file as a browser's form does."""
    edge = secrets.token_hex(8)
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
    return {"Content-Type": f"multipart/form-data; boundary={edge}"}, body


def forged(address: str) -> dict[str, str]:
    """Return the headers with the anti-forgery token that a page of ours would send."""
    answer = ask(address, "/_stcore/host-config")
    token = re.search(r"_streamlit_xsrf=([^;]+)", str(answer.headers))
    if token is None:
        answer = ask(address, "/_stcore/health")
        token = re.search(r"_streamlit_xsrf=([^;]+)", str(answer.headers))
    assert token is not None, answer.headers
    return {"Cookie": f"_streamlit_xsrf={token[1]}", "X-Xsrftoken": token[1]}


def put(
    address: str,
    session: str,
    content: bytes,
    xsrf: bool = True,
    cookie: str = "srns_process=dashboard_1",
) -> Answer:
    kind, body = form(content)
    headers = {**kind, **(forged(address) if xsrf else {})}
    headers["Cookie"] = f"{headers.get('Cookie', '')}; {cookie}"
    path = f"/_stcore/upload_file/{session}/{secrets.token_hex(16)}"
    return ask(address, path, headers, "PUT", body)


@pytest.mark.parametrize("proxied", [True, False])
def test_an_upload_needs_a_session_that_is_there(hosted, proxied):
    address = hosted.address if proxied else hosted.processes[0].address

    assert put(address, "00000000-0000-0000-0000-000000000000", b"x").status == 400


@pytest.mark.parametrize("proxied", [True, False])
def test_an_upload_from_another_site_is_refused(hosted, proxied):
    address = hosted.address if proxied else hosted.processes[0].address

    assert put(address, "any", b"x", xsrf=False).status == 403


@pytest.mark.parametrize("proxied", [True, False])
def test_another_sites_page_opens_no_session(hosted, proxied):
    """A browser sends our cookies along when a foreign page opens a websocket to us."""
    address = hosted.address if proxied else hosted.processes[0].address
    headers = {"Origin": "https://elsewhere.example"}

    async def run_visit() -> None:
        async with Visitor(address, headers=headers, ssl=TRUSTING if proxied else None):
            pass

    with pytest.raises(Exception, match="403"):
        asyncio.run(run_visit())


@pytest.mark.parametrize("proxied", [True, False])
def test_an_upload_that_is_too_large_is_refused(hosted, proxied):
    async def run_visit() -> tuple[int, int]:
        address = hosted.address if proxied else hosted.processes[0].address
        async with visit(address) as visitor:
            await visitor.arrive()
            large = await asyncio.to_thread(put, address, visitor.session, b"x" * (4 << 20))
            small = await asyncio.to_thread(put, address, visitor.session, b"x" * (1 << 20))
            return large.status, small.status

    assert asyncio.run(run_visit()) == (413, 204)


def test_turning_a_visitor_away_does_not_move_the_uploads_of_those_within(hosted):
    alone = hosted.processes[0].address

    async def run_visit() -> tuple[Answer, list[int]]:
        async with visit(hosted.address) as mine, visit(alone) as two, visit(alone) as three:
            for visitor in (mine, two, three):
                await visitor.arrive()
            cookie = {"Cookie": "srns_process=dashboard_1"}
            turned_away = await asyncio.to_thread(ask, hosted.address, "/", HTML | cookie)
            puts = [
                await asyncio.to_thread(put, hosted.address, mine.session, b"x") for _ in range(8)
            ]
            return turned_away, [each.status for each in puts]

    turned_away, statuses = asyncio.run(run_visit())

    assert turned_away.status == 200  # the other process took it …
    assert "srns_process=dashboard_2;" in str(turned_away.headers)  # … and keeps it
    assert statuses == [204] * 8


class Jar:
    """The cookies of one browser, which all its tabs share."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def take(self, given: list[str]) -> None:
        for each in given:
            name, value = each.split(";")[0].split("=", 1)
            self._kept[name] = value

    @property
    def header(self) -> dict[str, str]:
        written = "; ".join(f"{name}={value}" for name, value in self._kept.items())
        return {"Cookie": written} if written else {}


def test_tabs_opened_together_each_keep_their_session_from_the_first_request_on(hosted):
    """Two tabs of a browser without cookies, eight times: pages at once, websockets, uploads."""

    async def tab(jar: Jar) -> Visitor:
        page = await asyncio.to_thread(ask, hosted.address, "/", HTML | jar.header)
        assert page.status == 200
        jar.take(page.headers.get_all("Set-Cookie") or [])
        visitor = Visitor(hosted.address, "", "cohort=paper", jar.header, TRUSTING)
        await visitor.__aenter__()
        jar.take(visitor.cookies_given)
        await visitor.arrive()
        return visitor

    async def run_visit() -> list[int]:
        statuses = []
        for _ in range(8):
            jar = Jar()
            tabs = await asyncio.gather(tab(jar), tab(jar))
            for each in tabs:
                cookie = jar.header["Cookie"]
                answer = await asyncio.to_thread(
                    put, hosted.address, each.session, b"x", cookie=cookie
                )
                statuses.append(answer.status)
            for each in tabs:
                await each.__aexit__(None, None, None)
        return statuses

    assert asyncio.run(run_visit()) == [204] * 16


@pytest.mark.parametrize("process", [1, 2])
def test_a_broken_connection_comes_back_to_its_session_whatever_the_cookie_says(hosted, process):
    async def run_visit() -> tuple[str, str, list[str]]:
        async with visit(hosted.address, process=process) as first:
            await first.arrive()
        other = {"Cookie": f"srns_process=dashboard_{3 - process}"}
        again = Visitor(hosted.address, "", "", other, TRUSTING, returning=first.session)
        async with again as second:
            await second.arrive()
            return first.session, second.session, second.cookies_given

    before, after, given = asyncio.run(run_visit())

    assert before == after
    assert before.startswith(f"dashboard_{process}.")
    assert any(f"srns_process=dashboard_{process};" in each for each in given)


def test_a_session_that_is_gone_begins_anew_and_still_says_where_it_is(hosted):
    async def run_visit() -> tuple[str, int]:
        gone = "dashboard_2.00000000-0000-0000-0000-000000000000"
        cookie = {"Cookie": "srns_process=dashboard_1"}
        async with Visitor(hosted.address, "", "", cookie, TRUSTING, returning=gone) as visitor:
            await visitor.arrive()
            taken = await asyncio.to_thread(put, hosted.address, visitor.session, b"x")
            return visitor.session, taken.status

    session, status = asyncio.run(run_visit())

    assert re.fullmatch(r"dashboard_2\.[0-9a-f]{8}-[0-9a-f-]{27}", session)
    assert "00000000" not in session
    assert status == 204


def test_a_download_is_found_wherever_its_session_is(hosted):
    async def run_visit() -> list[int]:
        async with visit(hosted.address, query="") as visitor:
            await visitor.arrive()
            path = await visitor.where_is("Download blank template")
            assert path.startswith("/media/")
            cookies = [{"Cookie": f"srns_process=dashboard_{process}"} for process in (1, 2)]
            return [
                (await asyncio.to_thread(ask, hosted.address, path, cookie)).status
                for cookie in cookies
            ]

    assert asyncio.run(run_visit()) == [200, 200]


@pytest.fixture
def shared_link(hosted) -> Iterator[tuple[str, Callable[[str], None]]]:
    """A viewer's token, and what its owner can do to it: revoke it, or make it aggregate-only."""
    with contextlib.closing(open_store(hosted.access_log.parent / "store.sqlite3")) as store:
        saved = save(store)
        link = links.make_link(store, saved.access, VIEWER)

        def change(how: str) -> None:
            if how == "revoked":
                links.revoke_link(store, saved.access, link.id)
            else:
                links.change_role(store, saved.access, link.id, AGGREGATE)

        yield link.token, change


@pytest.mark.parametrize("how", ["revoked", "made aggregate-only"])
def test_a_page_that_stands_open_gives_no_table_and_no_file_after_its_link(
    hosted, shared_link, how
):
    """A fragment of the page, and a file that is written on a click."""
    token, change = shared_link
    menu = "Data, files"

    async def run_visit() -> tuple[str, str, int, list[str]]:
        async with visit(hosted.address, "cohort", f"link={token}") as visitor:
            await visitor.arrive()
            await visitor.open_alone(menu)
            before = await visitor.where_is("Data (CSV)")
            tables = visitor.tables
            change(how)
            after = await visitor.where_is("Data (CSV)")
            await visitor.open_alone(menu)
            return before, after, tables, visitor.texts

    before, after, tables, texts = asyncio.run(run_visit())

    assert before.startswith("/media/")
    assert after == ""
    assert tables
    said = " ".join(texts)
    assert ("was revoked" if how == "revoked" else "Every count was altered") in said
    assert "of 8 children" not in said


def test_nobody_fetches_or_removes_what_another_uploaded(hosted):
    address = hosted.processes[0].address

    async def run_visit() -> list[Answer]:
        async with visit(address) as visitor:
            await visitor.arrive()
            kind, body = form(b"TREASURE")
            path = f"/_stcore/upload_file/{visitor.session}/mine"
            headers = {**kind, **forged(address)}
            put_it = await asyncio.to_thread(ask, address, path, headers, "PUT", body)
            assert put_it.status == 204
            return [
                await asyncio.to_thread(ask, address, where, {}, method)
                for where, method in (
                    (path, "GET"),
                    (path, "DELETE"),
                    ("/media/mine", "GET"),
                    (f"/media/{visitor.session}", "GET"),
                )
            ]

    answers = asyncio.run(run_visit())

    assert [answer.status for answer in answers[1:]] == [403, 404, 404]
    assert not any("TREASURE" in answer.text for answer in answers)


def spoilt() -> bytes:
    """Return a workbook with errors, and with a child and a result found nowhere else."""
    book = openpyxl.load_workbook(PAPER)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_col=1):
            if str(row[0].value) == "1":
                row[0].value = CHILD
    book["Labs"]["C3"] = RESULT
    book["Labs"]["C5"] = f"o.{RESULT}"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_nothing_of_a_workbook_and_no_token_is_written_down(hosted):
    token = secrets.token_urlsafe(32)

    async def run_visit() -> list[str]:
        async with visit(hosted.address) as visitor:
            await visitor.arrive()
            await visitor.upload(
                "Your workbook (Excel, .ods or .csv); several files of one cohort together",
                f"{CHILD}.xlsx",
                spoilt(),
            )
            texts = [*visitor.texts]
            for path in (f"/?link=abcd.{token}", f"/child?patient={CHILD}", f"/{CHILD}"):
                await asyncio.to_thread(ask, hosted.address, path, HTML | {"Referer": path})
        async with visit(hosted.address, query=f"link=abcd.{token}") as visitor:
            await visitor.arrive()
        return texts

    texts = asyncio.run(run_visit())

    assert any(CHILD in text.replace("\\", "") for text in texts)  # the workbook did arrive
    written = hosted.logs()
    ours = [json.loads(each) for each in written.splitlines() if each.startswith("{")]
    assert any(each.get("path") == "/_stcore/upload_file" for each in ours)
    for word in (token, CHILD, str(RESULT)):
        assert word not in written.replace(f"GET /{CHILD} ", "")


def test_a_process_told_to_stop_takes_nobody_new_and_lets_the_others_finish(tmp_path):
    port = hosted_port()
    process = start_process(tmp_path, port, {"SRNS_DRAIN_SECONDS": "20", "SRNS_STORE": "off"})
    try:
        wait_until_healthy(process)

        async def run_visit() -> tuple[int, list[str]]:
            async with visit(process.address) as visitor:
                await visitor.arrive()
                process.running.terminate()
                await asyncio.sleep(0.5)
                new = await asyncio.to_thread(ask, process.address, "/", HTML)
                await visitor.choose("Histology", ["FSGS"])
                return new.status, visitor.texts

        status, texts = asyncio.run(run_visit())
        assert status == 503
        assert "2 of 8 children" in " ".join(texts)
        assert process.running.wait(timeout=15) == 0
        assert "Traceback" not in process.journal.read_text("utf-8")
    finally:
        process.running.kill()
        process.running.wait()


def hosted_port() -> int:
    from topology import free_ports

    return free_ports(1)[0]
