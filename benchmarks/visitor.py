"""What does a visitor cost the server? The browser's side of the protocol, without a browser.

A visitor opens the websocket, asks for a page, and reads what comes until the script has finished;
then chooses in the filters as a person would. Nothing is drawn, so the time is the server's alone.
"""

import asyncio
import time
import urllib.request
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState, FileURLs
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 120.0


class Visitor:
    """One visitor of a dashboard.

    Parameters
    ----------
    address
        Where the dashboard is, for instance `http://127.0.0.1:8501`.
    page
        The page's name in the address; empty for the first page.
    query
        The address after the question mark.
    headers
        What a proxy or a browser would add, cookies for instance.
    returning
        The session to come back to, as a browser asks for it after its connection broke.
    """

    def __init__(
        self,
        address: str,
        page: str = "",
        query: str = "",
        headers: dict[str, str] | None = None,
        ssl: Any = None,
        returning: str = "",
    ) -> None:
        self._address = urlsplit(address)
        self._page = page
        self._query = query
        self._headers = headers or {}
        self._ssl = ssl
        self._protocols = ["streamlit", *(["no_token", returning] if returning else [])]
        self._socket: ClientConnection | None = None
        self._cached: dict[str, ForwardMsg] = {}
        self._states: dict[str, list[str] | str | bool] = {}
        self._pressed = ""
        self._files: dict[str, FileUploaderState] = {}
        self._page_hash = ""
        self.session = ""
        self.lists: dict[str, str] = {}
        self.uploaders: dict[str, str] = {}
        self.fields: dict[str, str] = {}
        self.buttons: dict[str, str] = {}
        self.downloads: dict[str, str] = {}
        self.options: dict[str, list[str]] = {}
        self.parts: dict[str, str] = {}
        self.codes: list[str] = []
        self.texts: list[str] = []
        self.tables = 0
        self.messages = 0
        self.bytes = 0
        self.failed = False

    async def __aenter__(self) -> "Visitor":
        scheme = "wss" if self._address.scheme == "https" else "ws"
        self._socket = await connect(
            f"{scheme}://{self._address.netloc}/_stcore/stream",
            subprotocols=self._protocols,  # pyright: ignore[reportArgumentType]
            additional_headers=self._headers,
            max_size=None,
            open_timeout=PATIENCE,
            ssl=self._ssl,
            compression=None,
            ping_interval=None,  # on a busy machine an answer may take longer than a ping waits
            proxy=None,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._socket is not None:
            await self._socket.close()

    @property
    def query(self) -> str:
        """The address after the question mark, as the page set it last."""
        return self._query

    @property
    def cookies_given(self) -> list[str]:
        """What the answer to the opening of the websocket asked the browser to remember."""
        answer = self._socket and self._socket.response
        return answer.headers.get_all("Set-Cookie") if answer else []

    async def arrive(self) -> float:
        """Ask for the page; give the seconds until the script has finished."""
        return await self._rerun(page_name=self._page)

    async def choose(self, label: str, values: list[str]) -> float:
        """Choose in the list with this label; give the seconds until the script has finished."""
        self._states[self.lists[label]] = values
        return await self._rerun()

    async def write(self, label: str, text: str) -> float:
        """Write into the field with this label; give the seconds."""
        self._states[self.fields[label]] = text
        return await self._rerun()

    async def tick(self, label: str) -> float:
        """Tick the box with this label; give the seconds."""
        self._states[self.fields[label]] = True
        return await self._rerun()

    async def pick(self, label: str, option: str) -> float:
        """Pick one option of the box with this label; give the seconds."""
        return await self.write(label, option)

    async def open_alone(self, label: str) -> float:
        """Open the box with this label, whose part of the page alone is drawn anew."""
        self._states[self.fields[label]] = True
        return await self._rerun(part=self.parts[label])

    async def press(self, label: str) -> float:
        """Press the button with this label; give the seconds."""
        self._pressed = self.buttons[label]
        return await self._rerun()

    async def where_is(self, label: str) -> str:
        """Give the address of what this button offers for download; empty where it is refused."""
        assert self._socket is not None
        message = BackMsg()
        asked = message.backend_operation_request
        asked.request_id, asked.session_id = "1", self.session
        asked.deferred_file.file_id = self.downloads[label]
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while True:
                answer = ForwardMsg()
                answer.ParseFromString(await self._socket.recv(decode=False))
                if answer.WhichOneof("type") == "backend_operation_response":
                    return answer.backend_operation_response.deferred_file.url

    async def upload(self, label: str, name: str, content: bytes) -> float:
        """Send a workbook as a browser does, then say that it is there; give the seconds."""
        assert self._socket is not None
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.session
        begun = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        where = FileURLs()
        async with asyncio.timeout(PATIENCE):
            while not where.upload_url:
                answer = ForwardMsg()
                answer.ParseFromString(await self._socket.recv(decode=False))
                for each in answer.file_urls_response.file_urls:
                    where.CopyFrom(each)
        await asyncio.to_thread(self._put, where.upload_url, name, content)
        state = FileUploaderState()
        state.uploaded_file_info.add(
            name=name, size=len(content), file_id=where.file_id, file_urls=where
        )
        self._files[self.uploaders[label]] = state
        await self._rerun()
        return time.perf_counter() - begun

    def _put(self, path: str, name: str, content: bytes) -> None:
        """Send the file itself, with the token that guards against other sites."""
        base = urlunsplit((self._address.scheme, self._address.netloc, "", "", ""))
        asked = urllib.request.Request(f"{base}/_stcore/health", headers=self._headers)
        with urllib.request.urlopen(asked, timeout=PATIENCE, context=self._ssl) as answer:
            given = answer.headers.get_all("Set-Cookie") or []
        token = next(each.split("=", 1)[1].split(";")[0] for each in given if "_xsrf=" in each)
        edge = "visitor" * 4
        head = f'--{edge}\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\n\r\n'
        put = urllib.request.Request(
            f"{base}{path}",
            head.encode() + content + f"\r\n--{edge}--\r\n".encode(),
            {
                **self._headers,
                "Content-Type": f"multipart/form-data; boundary={edge}",
                "Cookie": f"{self._headers.get('Cookie', 'a=b')}; _streamlit_xsrf={token}",
                "X-Xsrftoken": token,
            },
            method="PUT",
        )
        urllib.request.urlopen(put, timeout=PATIENCE, context=self._ssl).close()

    async def _rerun(self, page_name: str = "", part: str = "") -> float:
        assert self._socket is not None
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self._query
        state.page_script_hash = self._page_hash
        state.page_name = page_name
        state.fragment_id = part
        for identity, values in self._states.items():
            widget = state.widget_states.widgets.add()
            widget.id = identity
            if isinstance(values, bool):
                widget.bool_value = values
            elif isinstance(values, str):
                widget.string_value = values
            else:
                widget.string_array_value.data.extend(values)
        if self._pressed:
            state.widget_states.widgets.add(id=self._pressed, trigger_value=True)
            self._pressed = ""
        for identity, files in self._files.items():
            widget = state.widget_states.widgets.add()
            widget.id = identity
            widget.file_uploader_state_value.CopyFrom(files)
        state.cached_message_hashes.extend(self._cached)
        self.texts, self.codes, self.options, self.tables = [], [], {}, 0
        self.messages, self.bytes, self.failed = 0, 0, False
        begun = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not await self._read_one():
                pass
        return time.perf_counter() - begun

    async def _read_one(self) -> bool:
        """Read one message; say whether the script has come to its end."""
        assert self._socket is not None
        raw = await self._socket.recv()
        self.messages += 1
        self.bytes += len(raw)
        message = ForwardMsg()
        message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            message = self._cached[message.ref_hash]
            kind = message.WhichOneof("type")
        elif message.metadata.cacheable and message.hash:
            self._cached[message.hash] = message
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id or self.session
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta":
            self._note(message)
        return kind == "script_finished" and message.script_finished in _ENDS

    def _note(self, message: ForwardMsg) -> None:
        block = message.delta.add_block
        box = block.WhichOneof("type")
        if box in ("expandable", "popover"):
            opened = getattr(block, box)
            self.fields[opened.label] = opened.id or block.id
            self.parts[opened.label] = message.delta.fragment_id
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        self.tables += kind in ("dataframe", "table")
        if kind == "heading":
            self.texts.append(element.heading.body)
        elif kind == "multiselect":
            self.lists[element.multiselect.label] = element.multiselect.id
        elif kind == "file_uploader":
            self.uploaders[element.file_uploader.label] = element.file_uploader.id
        elif kind == "selectbox":
            self.fields[element.selectbox.label] = element.selectbox.id
            self.options[element.selectbox.label] = list(element.selectbox.options)
        elif kind == "text_input":
            self.fields[element.text_input.label] = element.text_input.id
        elif kind == "checkbox":
            self.fields[element.checkbox.label] = element.checkbox.id
        elif kind == "button":
            self.buttons[element.button.label] = element.button.id
        elif kind == "download_button":
            self.downloads[element.download_button.label] = element.download_button.deferred_file_id
        elif kind == "code":
            self.codes.append(element.code.code_text)
        elif kind == "markdown":
            self.texts.append(element.markdown.body)
        elif kind == "alert":
            self.texts.append(element.alert.body)
        elif kind == "exception":
            self.failed = True
            self.texts.append(element.exception.message)


_ENDS = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)
