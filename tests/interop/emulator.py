"""Runs cloudq: as the emulator that the clients ask, and as a client beside them."""

import collections
import json
import os
import subprocess
import tempfile

from checks import Different

BINARY = os.path.abspath(os.environ["CLOUDQ_BINARY"])
PATIENCE = 60  # seconds

Key = collections.namedtuple("Key", "id secret token")

# What the `known.rs` of crates/sandbox know. `sandbox serve` prints only the first.
ORDINARY = Key("LTAI5tSandboxFakeKeyId01", "SandboxFakeSecretNotReal000001", None)
TEMPORARY = Key(
    "STS.SandboxFakeKeyId02",
    "SandboxFakeSecretNotReal000002",
    "CAISsandbox+fake/token=with&reserved%characters",
)
DENIED = Key("LTAI5tSandboxFakeKeyId03", "SandboxFakeSecretNotReal000003", None)
WRONG_SECRET = ORDINARY._replace(secret="AnotherSecret")
UNKNOWN = ORDINARY._replace(id="LTAI5tNobodyKnowsThisKey")
WITHOUT_TOKEN = TEMPORARY._replace(token=None)
WRONG_TOKEN = TEMPORARY._replace(token="AnotherToken")

ACCOUNT_ID = "1234567890123456"
TENCENT_ACCOUNT_ID = "100001234567"
ROLE_NAME = "sandbox-role"
ROLE_ARN = "acs:ram::%s:role/sandbox-role" % ACCOUNT_ID
TENCENT_ROLE_ARN = "qcs::cam::uin/%s:roleName/sandbox-role" % TENCENT_ACCOUNT_ID
GUARDED_ROLE_ARN = "acs:ram::%s:role/sandbox-guarded-role" % ACCOUNT_ID
EXTERNAL_ID = "sandbox-external-id"
OIDC_PROVIDER_ARN = "acs:ram::%s:oidc-provider/sandbox-oidc" % ACCOUNT_ID
TENCENT_OIDC_PROVIDER_ID = "sandbox-oidc"
OIDC_TOKEN = (
    "eyJhbGciOiJSUzI1NiIsImtpZCI6InNhbmRib3giLCJ0eXAiOiJKV1QifQ."
    "eyJpc3MiOiJodHRwczovL29pZGMuc2FuZGJveC5pbnZhbGlkIiwic3ViIjoiY2xvdWRxIi"
    "wiYXVkIjoic3RzLmFsaXl1bmNzLmNvbSJ9."
    "SandboxFakeSignature"
)
EXPIRED_OIDC_TOKEN = (
    "eyJhbGciOiJSUzI1NiIsImtpZCI6InNhbmRib3giLCJ0eXAiOiJKV1QifQ."
    "eyJpc3MiOiJodHRwczovL29pZGMuc2FuZGJveC5pbnZhbGlkIiwic3ViIjoiY2xvdWRxIi"
    "wiYXVkIjoic3RzLmFsaXl1bmNzLmNvbSIsImV4cCI6MX0."
    "SandboxFakeSignature"
)
CLOUD_SSO_ACCESS_TOKEN = "SandboxFakeCloudSsoAccessToken"
CLOUD_SSO_ACCESS_CONFIGURATION = "ac-sandbox0000000000001"

# More than two full pages of every service.
IMAGES = 250

HOME = tempfile.TemporaryDirectory(prefix="cloudq-interop-")


def variables(key):
    """What gives a key to cloudq and to each vendor's own tools."""
    names = {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": key.id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret,
        "ALIBABA_CLOUD_SECURITY_TOKEN": key.token,
        "TENCENTCLOUD_SECRET_ID": key.id,
        "TENCENTCLOUD_SECRET_KEY": key.secret,
        "TENCENTCLOUD_TOKEN": key.token,
    }
    return {name: value for name, value in names.items() if value is not None}


def environment(key):
    """A home without settings, and nothing of the caller's."""
    return dict(
        variables(key),
        HOME=HOME.name,
        PATH=os.environ["PATH"],
        PYTHONUTF8="1",
        LC_ALL="C.UTF-8",
    )


def run(endpoint, arguments, key=ORDINARY, config=None):
    """Runs cloudq and gives what it prints, decoded."""
    command = [BINARY, *arguments, "-o", "json", "--endpoint", endpoint, "--error-format", "json"]
    if config is not None:
        command += ["--config", config]
    done = subprocess.run(
        command, env=environment(key), capture_output=True, timeout=PATIENCE, check=False
    )
    if done.returncode != 0:
        raise Different("%s\n%s" % (" ".join(command), done.stderr.decode()))
    return json.loads(done.stdout)


def images(endpoint, provider, *filters):
    """Lists images in the service's order, each as the service describes it."""
    arguments = ["--provider", provider, "images", "list", "--raw", "--sort-by", "none", *filters]
    if provider == "alibaba-ecs":
        arguments += ["--region", "cn-hangzhou"]
    return [image["provider_raw"] for image in run(endpoint, arguments)]


class Emulator:
    """`cloudq sandbox serve`, for the length of a `with`."""

    def __init__(self, *options):
        self.command = [BINARY, "sandbox", "serve", "--images", str(IMAGES), *options]

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, env=environment(ORDINARY), stdout=subprocess.PIPE, text=True
        )
        # It listens before it prints, and the address comes first.
        line = self.process.stdout.readline().strip()
        name, _, self.endpoint = line.partition("=")
        if name != "CLOUDQ_ENDPOINT":
            self.process.kill()
            raise RuntimeError("the emulator printed %r" % line)
        self.address = self.endpoint[len("http://") :]
        self.host, _, port = self.address.partition(":")
        self.port = int(port)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=PATIENCE)
