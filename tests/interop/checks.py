"""Counts checks, and shows what differs where one fails."""

import contextlib
import difflib
import json
import traceback

# A whole page of images that differs helps nobody.
LINES_SHOWN = 40


class Different(Exception):
    """What was got is not what was wanted."""


def same(got, wanted, names=("got", "wanted")):
    """Fails with a readable difference unless both are equal, types included."""
    left, right = written(got), written(wanted)
    if left == right:
        return
    lines = list(
        difflib.unified_diff(
            right.splitlines(), left.splitlines(), names[1], names[0], lineterm="", n=2
        )
    )
    if len(lines) > LINES_SHOWN:
        lines = lines[:LINES_SHOWN] + ["and %d lines more" % (len(lines) - LINES_SHOWN)]
    raise Different("\n".join(lines))


def some(rows):
    """Gives the rows back; two empty lists would be equal and prove nothing."""
    if not rows:
        raise Different("there are no rows to compare")
    return rows


def without_nulls(value):
    """What is absent and what is null mean the same to the clients that this is for."""
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def written(value):
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)


class Checks:
    """Prints every check as it ends, and goes on after one that fails."""

    def __init__(self):
        self.passed = 0
        self.failed = []

    @contextlib.contextmanager
    def check(self, client, what):
        name = "%s: %s" % (client, what)
        try:
            yield
        except Different as error:
            self._fail(name, str(error))
        except Exception:  # A client's own error is a failure of the check, whatever it is.
            self._fail(name, traceback.format_exc())
        else:
            self.passed += 1
            print("ok    " + name, flush=True)

    def _fail(self, name, why):
        self.failed.append(name)
        print("FAILED " + name, flush=True)
        print("\n".join("    " + line for line in why.rstrip().splitlines()), flush=True)
