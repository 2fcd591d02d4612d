"""The least that can keep what a form posts: a row of raw SQLite a request, committed to the disk before the reply."""

import os
import sqlite3

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

database = sqlite3.connect(os.environ["PEER_DATABASE"], isolation_level=None)
for statement in (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "CREATE TABLE IF NOT EXISTS posted (id INTEGER PRIMARY KEY, body BLOB NOT NULL)",
):
    database.execute(statement)


async def post(request: Request) -> RedirectResponse:
    made = database.execute("INSERT INTO posted (body) VALUES (?)", (await request.body(),))
    return RedirectResponse(f"/sent/{made.lastrowid}", 303)


app = Starlette(routes=[Route("/send", post, methods=["POST"])])
