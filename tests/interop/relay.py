"""A recorder that hands every request on to the sandbox, and keeps the secrets it gives out."""

import http.client
import json

from recorder import Recorder

# Members of answers, in both vendors' words.
SECRETS = ("AccessKeySecret", "SecurityToken", "TmpSecretKey", "Token")


def secrets_in(found):
    """What is secret anywhere inside."""
    if isinstance(found, list):
        return [secret for member in found for secret in secrets_in(member)]
    if not isinstance(found, dict):
        return []
    here = [value for name, value in found.items() if name in SECRETS]
    return here + secrets_in(list(found.values()))


class Relay(Recorder):
    """Between cloudq and where it gets keys."""

    def __init__(self, server):
        self.beyond = server
        self.secrets = set()

    def answer(self, request):
        headers = dict(request.headers)
        if "/latest/meta-data/" in request.path:
            # The sandbox takes no request for the host of a real metadata service.
            headers["host"] = "%s:%d" % (self.beyond.host, self.beyond.port)
        # Any other host is signed, so it stays as it was sent.
        path = request.path + ("?" + request.query if request.query else "")
        connection = http.client.HTTPConnection(self.beyond.host, self.beyond.port)
        try:
            connection.request(request.method, path, request.body, headers)
            answer = connection.getresponse()
            kind, body = answer.getheader("content-type", ""), answer.read()
        finally:
            connection.close()
        if request.path == "/latest/api/token":
            self.secrets.add(body.decode())
        elif "json" in kind:
            self.secrets.update(secrets_in(json.loads(body)))
        return answer.status, kind, body
