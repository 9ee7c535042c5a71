"""What does a visitor cost the server? A browser's side of Streamlit's protocol, without the browser.

A visitor opens the websocket, asks for a page, and reads what comes until the script has finished;
then chooses in the filters as a person would. Nothing is drawn, so the time is the server's alone.
"""

import asyncio
import time
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
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
    """

    def __init__(
        self,
        address: str,
        page: str = "",
        query: str = "",
        headers: dict[str, str] | None = None,
        ssl: Any = None,
    ) -> None:
        self._address = urlsplit(address)
        self._page = page
        self._query = query
        self._headers = headers or {}
        self._ssl = ssl
        self._socket: ClientConnection | None = None
        self._cached: dict[str, ForwardMsg] = {}
        self._states: dict[str, list[str]] = {}
        self._page_hash = ""
        self.session = ""
        self.lists: dict[str, str] = {}
        self.texts: list[str] = []
        self.messages = 0
        self.bytes = 0
        self.failed = False

    async def __aenter__(self) -> "Visitor":
        scheme = "wss" if self._address.scheme == "https" else "ws"
        self._socket = await connect(
            f"{scheme}://{self._address.netloc}/_stcore/stream",
            subprotocols=["streamlit"],  # pyright: ignore[reportArgumentType]
            additional_headers=self._headers,
            max_size=None,
            open_timeout=PATIENCE,
            ssl=self._ssl,
            compression=None,
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

    async def arrive(self) -> float:
        """Ask for the page; give the seconds until the script has finished."""
        return await self._rerun(page_name=self._page)

    async def choose(self, label: str, values: list[str]) -> float:
        """Choose in the list with this label; give the seconds until the script has finished."""
        self._states[self.lists[label]] = values
        return await self._rerun()

    async def _rerun(self, page_name: str = "") -> float:
        assert self._socket is not None
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self._query
        state.page_script_hash = self._page_hash
        state.page_name = page_name
        for identity, values in self._states.items():
            widget = state.widget_states.widgets.add()
            widget.id = identity
            widget.string_array_value.data.extend(values)
        state.cached_message_hashes.extend(self._cached)
        self.texts, self.messages, self.bytes, self.failed = [], 0, 0, False
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
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "multiselect":
            self.lists[element.multiselect.label] = element.multiselect.id
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
