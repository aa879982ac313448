"""A name server on loopback, over UDP, that knows a few records and is silent about one domain."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.message
import dns.rcode
import dns.rrset

SILENT = "silent.example"
Records = Mapping[tuple[str, str], list[str]]


class _Question(socketserver.DatagramRequestHandler):
    def handle(self) -> None:
        query = dns.message.from_wire(self.rfile.read())
        (question,) = query.question
        name, kind = question.name.to_text(omit_final_dot=True), question.rdtype.name
        if name.endswith(SILENT):
            return
        records: Records = self.server.records  # type: ignore[attr-defined]
        answer = dns.message.make_response(query)
        if found := records.get((name, kind)):
            answer.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", kind, found))
        elif not any(known == name for known, _kind in records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self.wfile.write(answer.to_wire())


@contextmanager
def name_server(records: Records) -> Iterator[str]:
    """`host:port` of one that knows these records, by name and kind."""
    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), _Question) as server:
        server.records = records  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
