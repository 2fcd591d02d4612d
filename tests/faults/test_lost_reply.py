"""The reply is lost on its way: whoever sends again gets the same reference, and there is one interest."""

import random
import select
import socket
import struct
import time
from collections.abc import Callable

import pytest
from applicant import Applicant
from ledger import Ledger
from processes import Portal

SECONDS = 180


@pytest.mark.parametrize("cut", ["when the reply is there", "at any moment"])
def test_a_reply_that_never_arrives_is_given_again(
    portal: Portal, applicant: Callable[..., Applicant], ledger: Ledger, times: Callable[[int, int], int], cut: str
) -> None:
    acknowledged = {}
    for _ in range(times(25, 500)):
        person = applicant()
        with _sent(portal.port, person.request()) as connection:
            if cut == "at any moment":
                time.sleep(random.random() / 50)
                lost = ""
            else:
                lost = _location(connection)
        acknowledged[person.email] = person.sends_until_it_works()

        assert lost in ("", acknowledged[person.email])
    ledger.check(acknowledged)
    assert ledger.interests() == len(acknowledged)


def _sent(port: int, request: bytes) -> socket.socket:
    """A connection on which a request was sent. Closed, it is cut: the other side gets an error, and no goodbye."""
    made = socket.create_connection(("127.0.0.1", port), SECONDS)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    made.sendall(request)
    return made


def _location(connection: socket.socket) -> str:
    """What the reply would have said, had the applicant got it."""
    assert select.select([connection], [], [], SECONDS)[0], "no reply"
    head = connection.recv(65536, socket.MSG_PEEK).decode()
    return next(line.partition(": ")[2] for line in head.splitlines() if line.lower().startswith("location:"))
