"""Files of Tencent Cloud's tools: cloudq finds the keys that tccli and the client find in them."""

import json
import os
from unittest import mock
from urllib.parse import urlsplit

from tccli import oauth, sso
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import ProfileCredential

import emulator
import homes
import tencent_credentials
from checks import Different, same, some
from relay import Relay
from tencent_tccli import TOOL

TCCLI = "tccli"
CLIENT = "tencentcloud-sdk-python-common"
CLOUDQ = "cloudq, tccli's files"
CLOUDQ_INI = "cloudq, Tencent Cloud's ini file"

TENCENT = ["--provider", "tencent-ecm"]
REGION = "ap-guangzhou"
# The first second of the year 2100.
LATER = 4102444800
KEY = ["secretId", emulator.ORDINARY.id, "secretKey", emulator.ORDINARY.secret]
TEMPORARY = [
    *("secretId", emulator.TEMPORARY.id),
    *("secretKey", emulator.TEMPORARY.secret),
    *("token", emulator.TEMPORARY.token),
]
ROLE = ["role-arn", emulator.TENCENT_ROLE_ARN, "role-session-name", "interop"]

ROLES = "/latest/meta-data/cam/security-credentials/"

# What is set of each profile, in the tool's own words, and what it asks for to get a key.
PROFILES = {
    "default": (KEY, []),
    "temporary": (TEMPORARY, []),
    "role": ([*KEY, *ROLE], ["AssumeRole"]),
    # Without a name for the session it takes no role.
    "half-a-role": ([*KEY, *ROLE[:2]], []),
    "machine": (["use-cvm-role", "true"], [ROLES, ROLES + emulator.ROLE_NAME]),
}


def tccli(home, arguments, typed=""):
    # It finds the metadata by way of a proxy alone.
    proxy = {"http_proxy": home.relay.endpoint, "no_proxy": "127.0.0.1"}
    done = home.run([TOOL, *arguments], typed, **proxy)
    if done.returncode != 0:
        raise Different(done.stderr)
    return done.stdout


def asked(home):
    """What was asked for since the last call, other than images."""
    requests = home.relay.take()
    return [one.headers.get("x-tc-action") or urlsplit(one.path).path for one in requests]


def identity_of(server, key):
    client = CommonClient("sts", "2018-08-13", key, REGION, tencent_credentials.profile(server))
    return client.call_json("GetCallerIdentity", {})["Response"]["Arn"]


def judge(checks, home, name, identity, ids):
    path = home.path(".tccli", name + ".credential")
    source = "tccli profile `%s` in %s" % (name, path)
    what, chosen = "the profile " + name, variables(name)
    home.judge(checks, CLOUDQ, what, TENCENT, source, identity, ids, **chosen)


def variables(name):
    """What chooses a profile. The default one needs nothing."""
    return {} if name == "default" else {"TCCLI_PROFILE": name}


def run_set(checks, home, user, role, ids):
    """Profiles that `tccli configure set` writes."""
    shared = ["region", REGION]
    shared += ["ecm.endpoint", home.server.endpoint, "sts.endpoint", home.relay.endpoint]
    for name, (settings, wanted) in PROFILES.items():
        with checks.check(TCCLI, "lists images with the profile that it has set: " + name):
            tccli(home, ["configure", "set", *settings, *shared, "--profile", name])
            asked(home)
            listed = tccli(home, ["ecm", "DescribeImage", "--profile", name])
            some(json.loads(listed)["ImageSet"])
            same(asked(home), wanted)
        judge(checks, home, name, role if "token" in settings or wanted else user, ids)
        # The sandbox has but one role, so whose a key is does not tell how it was had.
        with checks.check(CLOUDQ, "gets the key as tccli does with the profile " + name):
            asked(home)
            home.cloudq([*TENCENT, "images", "list"], **variables(name))
            same(asked(home), wanted)


def run_sign_ins(checks, home, role, ids):
    """Sign-ins take a browser; what the tool calls after them writes the files."""
    id, secret, token = emulator.TEMPORARY
    home.secrets |= {"InteropAccessToken", "InteropRefreshToken", "InteropSsoToken"}
    key = {"secretId": id, "secretKey": secret, "token": token, "expiresAt": LATER}
    signed_in = {
        "openId": "interop",
        "accessToken": "InteropAccessToken",
        "expiresAt": LATER,
        "refreshToken": "InteropRefreshToken",
        "site": "cn",
    }
    lent = {"TmpSecretId": id, "TmpSecretKey": secret, "Token": token}
    sso_signed_in = {
        "token": "InteropSsoToken",
        "uin": emulator.TENCENT_ACCOUNT_ID,
        "roleConfigurationId": "rc-interop",
        "roleConfigurationName": "interop",
        "zoneId": "z-interop",
        "site": "cn",
        "authUrl": "https://example.com/",
        "expiresAt": LATER,
    }
    with mock.patch.dict(os.environ, HOME=home.folder):
        oauth.save_credential(signed_in, key, "oauth")
        sso.save_credential({"Credentials": lent, "ExpiredTime": LATER}, sso_signed_in, "sso")
    for name in ("oauth", "sso"):
        judge(checks, home, name, role, ids)


def run_first_start(checks, server, relay):
    """Whoever is asked for a key and has none yet leaves a file without one."""
    home = homes.Home(server, relay)
    with checks.check(CLOUDQ, "a file without a key is no error of the file"):
        tccli(home, ["configure"], typed="\n" * 4)
        with open(home.path(".tccli", "default.credential"), encoding="utf-8") as file:
            same(json.load(file), {"secretId": "", "secretKey": ""})
        same(home.told(TENCENT, wanted_code=4)["status"], "no-key")


def run_ini(checks, server, relay, identity, ids):
    home = homes.Home(server, relay)
    # Only a profile of ours leads to such a file.
    config = home.write(
        'version = 1\n[profiles.main]\nprovider = "tencent-ecm"\n'
        'credentials = { type = "ini" }\n',
        "cloudq.toml",
    )
    for what, form in {
        "a section": "[default]\nsecret_id = %s\nsecret_key = %s\n",
        "a section that is spelled otherwise": "[default]\nSecret_Id: %s\nSECRET_KEY:%s\n",
    }.items():
        text = form % (emulator.ORDINARY.id, emulator.ORDINARY.secret)
        path = home.write(text, ".tencentcloud", "credentials")
        with checks.check(CLIENT, "finds the same key in the file of " + what):
            with mock.patch.dict(os.environ, HOME=home.folder):
                key = ProfileCredential().get_credential()
            same(identity_of(server, key), identity)
        source = "ini section `default` in " + path
        arguments = ["--config", config, "--profile", "main"]
        home.judge(checks, CLOUDQ_INI, what, arguments, source, identity, ids)


def run(checks):
    with emulator.Emulator() as server, Relay(server) as relay:
        ids = homes.ids(server, "tencent-ecm")
        user, role = [
            identity_of(server, tencent_credentials.credential.Credential(*key))
            for key in (emulator.ORDINARY, emulator.TEMPORARY)
        ]
        home = homes.Home(server, relay)
        run_set(checks, home, user, role, ids)
        run_sign_ins(checks, home, role, ids)
        run_first_start(checks, server, relay)
        run_ini(checks, server, relay, user, ids)
