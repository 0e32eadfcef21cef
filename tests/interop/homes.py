"""Homes with the files of the vendors' tools, and cloudq in them: it has nothing else to go by."""

import json
import os
import subprocess
import tempfile
import urllib.parse

import emulator
from checks import Different, same, some

KNOWN_SECRETS = {
    emulator.ORDINARY.secret,
    emulator.TEMPORARY.secret,
    emulator.TEMPORARY.token,
    emulator.OIDC_TOKEN,
    emulator.CLOUD_SSO_ACCESS_TOKEN,
}

# Of everything that `auth check` says.
TOLD = ("status", "step", "source", "identity", "listing_permitted", "problem")


class Home:
    """A home of its own, where keys are fetched by way of a relay."""

    def __init__(self, server, relay):
        self.folder = tempfile.mkdtemp(dir=emulator.HOME.name)
        self.server, self.relay = server, relay
        self.secrets = set(KNOWN_SECRETS)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, text, *names):
        """Writes a file as the tools do that care: for its owner alone."""
        path = self.path(*names)
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(path, "w", encoding="utf-8", opener=private) as file:
            file.write(text)
        return path

    def environment(self, **more):
        """Where the sandbox is, and neither a key nor a region."""
        return {
            "HOME": self.folder,
            "PATH": os.environ["PATH"],
            "PYTHONUTF8": "1",
            "LC_ALL": "C.UTF-8",
            "CLOUDQ_ENDPOINT": self.server.endpoint,
            "CLOUDQ_STS_ENDPOINT": self.relay.endpoint,
            "CLOUDQ_METADATA_ENDPOINT": self.relay.endpoint,
            **more,
        }

    def run(self, command, typed="", **variables):
        return subprocess.run(
            command,
            env=self.environment(**variables),
            input=typed,
            capture_output=True,
            text=True,
            timeout=emulator.PATIENCE,
            check=False,
        )

    def cloudq(self, arguments, wanted_code=0, **variables):
        """Runs cloudq, which must end with this code."""
        done = self.run([emulator.BINARY, *arguments], **variables)
        if done.returncode != wanted_code:
            raise Different("%d: %s\n%s" % (done.returncode, arguments, done.stderr))
        return done

    def told(self, arguments, wanted_code=0, **variables):
        """What `auth check` tells of the only key there is."""
        done = self.cloudq([*arguments, "auth", "check", "-o", "json"], wanted_code, **variables)
        (line,) = json.loads(done.stdout)
        return {name: line[name] for name in TOLD}

    def judge(self, checks, name, what, arguments, source, identity, ids, **variables):
        """Checks that cloudq finds this key and tells of it, lists with it, and keeps it secret."""
        step = "profile" if "--profile" in arguments else "vendor-cli"
        with checks.check(name, "tells whose the key is of " + what):
            wanted = ["ok", step, source, identity, True, None]
            same(self.told(arguments, **variables), dict(zip(TOLD, wanted)))
        with checks.check(name, "lists images with the key of " + what):
            done = self.cloudq([*arguments, "images", "list", "-o", "id"], **variables)
            same(some(done.stdout.split()), ids)
        with checks.check(name, "prints no secret of " + what):
            for command in (["auth", "check", "-o", "json"], ["images", "list"]):
                done = self.cloudq([*arguments, "-vvv", *command], **variables)
                # Or else there would be nothing to search.
                if "DescribeImage" not in done.stderr:
                    raise Different("the requests are not told")
                self.search(done.stdout + done.stderr)

    def search(self, printed):
        for secret in self.secrets | self.relay.secrets:
            if secret in printed or urllib.parse.quote(secret, safe="") in printed:
                raise Different("%r is printed:\n%s" % (secret, printed))


def private(path, flags):
    return os.open(path, flags, 0o600)


def ids(server, provider, *arguments):
    """The ids that cloudq lists with a key of the environment."""
    listed = emulator.run(server.endpoint, ["--provider", provider, "images", "list", *arguments])
    return [image["id"] for image in listed]
