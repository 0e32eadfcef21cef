"""Tencent Cloud's command line tool. It takes a second to start, so there are few calls."""

import json
import os
import re
import subprocess
import sys

import emulator
from checks import Different, same, some, without_nulls

NAME = "tccli"
TOOL = os.path.join(os.path.dirname(sys.executable), "tccli")


def call(server, *arguments, key=emulator.ORDINARY):
    # Without the scheme it would speak TLS. It then sends the whole address as the
    # header Host, and signs that.
    command = [TOOL, "ecm", "DescribeImage", "--endpoint", server.endpoint, *arguments]
    return subprocess.run(
        command,
        env=emulator.environment(key),
        capture_output=True,
        text=True,
        timeout=emulator.PATIENCE,
        check=False,
    )


def answer(server, *arguments, key=emulator.ORDINARY):
    done = call(server, *arguments, key=key)
    if done.returncode != 0:
        raise Different(done.stderr)
    return json.loads(done.stdout)


def code_of(server, *arguments, key=emulator.ORDINARY):
    done = call(server, *arguments, key=key)
    code = re.search(r"code:(\S+)", done.stderr)
    return [done.returncode, code.group(1) if code else done.stderr]


def run(checks):
    with emulator.Emulator() as server:
        with checks.check(NAME, "lists the same pages as cloudq"):
            rows, total = [], 1
            while len(rows) < total:
                page = answer(server, "--Limit", "100", "--Offset", str(len(rows)))
                rows += some(page["ImageSet"])
                total = page["TotalCount"]
            same(len(rows), emulator.IMAGES)
            ours = emulator.images(server.endpoint, "tencent-ecm", "--status", "any")
            same(without_nulls(rows), without_nulls(ours), ("client", "cloudq"))
        with checks.check(NAME, "filters by a Chinese name as cloudq does"):
            filters = json.dumps([{"Name": "image-name", "Values": ["构建中"]}])
            rows = some(answer(server, "--Limit", "100", "--Filters", filters)["ImageSet"])
            ours = emulator.images(server.endpoint, "tencent-ecm", "--name", "*构建中*")
            same(without_nulls(rows), without_nulls(ours), ("client", "cloudq"))
        with checks.check(NAME, "meets the error of too large a page"):
            code = "InvalidParameterValue.ParameterValueTooLarge"
            same(code_of(server, "--Limit", "101"), [255, code])
        with checks.check(NAME, "may use a temporary key"):
            same(len(answer(server, key=emulator.TEMPORARY)["ImageSet"]), 20)
        signature, token = "AuthFailure.SignatureFailure", "AuthFailure.TokenFailure"
        for what, key, code in [
            ("a wrong secret", emulator.WRONG_SECRET, signature),
            ("a temporary key without its token", emulator.WITHOUT_TOKEN, token),
        ]:
            with checks.check(NAME, "is refused " + what):
                same(code_of(server, key=key), [255, code])
        with checks.check(NAME, "is denied what the key may not do"):
            code = code_of(server, key=emulator.DENIED)
            same(code, [255, "UnauthorizedOperation.ForbiddenOperation"])
