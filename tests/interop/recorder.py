"""A server on loopback that keeps every request as it arrived, and knows no images."""

import collections
import http.server
import json
import threading
import urllib.parse

Request = collections.namedtuple("Request", "method path query headers body")

# One text for all services: each reads the members it knows.
NOTHING = json.dumps(
    {
        "RequestId": "4D1E2F3A-0000-5000-8000-000000000000",
        "PageNumber": 1,
        "PageSize": 100,
        "TotalCount": 0,
        "Images": {"Image": []},
        "Regions": {"Region": [{"RegionId": "cn-hangzhou"}]},
        "Response": {"TotalCount": 0, "ImageSet": [], "RequestId": "4d1e2f3a"},
    }
).encode()


def decoded(text):
    """Parameters of a query or a form. Not one name may come twice, or a signature says nothing."""
    pairs = urllib.parse.parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text))
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a parameter is sent twice: " + text)
    return dict(pairs)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # The body follows the head at once, or each answer takes 40 ms more.
    disable_nagle_algorithm = True

    def keep(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, path, query, headers, body.decode())
        self.server.requests.append(request)
        status, kind, answer = self.server.answer(request)
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = keep

    def log_message(self, *_):
        pass


class Recorder:
    """Serves for the length of a `with`."""

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.requests, self.server.answer = [], self.answer
        self.address = "127.0.0.1:%d" % self.server.server_port
        self.endpoint = "http://" + self.address
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, _):
        """Status, type and body of the answer to a request."""
        return 200, "application/json", NOTHING

    def take(self):
        """The requests since the last call."""
        taken, self.server.requests = self.server.requests, []
        return taken
