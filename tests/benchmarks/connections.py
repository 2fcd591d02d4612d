"""Connections that ask one after the other, all at the same time, and how long each answer took."""

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    body: str
    seconds: float


def post(path: str, body: str, address: str = "127.0.0.1") -> bytes:
    """A form as a browser at an address sends it, by way of a proxy and on a connection that stays open."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {address}"
    head = f"{head}\r\nContent-Type: application/x-www-form-urlencoded"
    return f"{head}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def ask(port: int, requests: Iterable[bytes], connections: int) -> tuple[list[Answer], float]:
    """Every answer, and the seconds that all of them took together."""
    return asyncio.run(_ask(port, iter(requests), connections))


async def _ask(port: int, requests: Iterator[bytes], connections: int) -> tuple[list[Answer], float]:
    began = time.perf_counter()
    found = await asyncio.gather(*(_connection(port, requests) for _ in range(connections)))
    return [answer for one in found for answer in one], time.perf_counter() - began


async def _connection(port: int, requests: Iterator[bytes]) -> list[Answer]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    found = []
    for request in requests:
        began = time.perf_counter()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length: ")[2].partition(b"\r")[0])
        body = await reader.readexactly(length)
        found.append(Answer(int(head.split(maxsplit=2)[1]), body.decode(), time.perf_counter() - began))
    writer.close()
    return found
