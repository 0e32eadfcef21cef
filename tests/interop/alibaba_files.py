"""Files of Alibaba Cloud's tools: cloudq finds the keys that the vendor's client finds in them.

Its command line tool is written in Go and not to be had as a package for Python. The files have
the members of `config/profile.go` in its source code, in the form of its `json.MarshalIndent`.
"""

import json
from unittest import mock

from alibabacloud_credentials.provider import (
    CLIProfileCredentialsProvider,
    ProfileCredentialsProvider,
    RamRoleArnCredentialsProvider,
    URLCredentialsProvider,
)
from alibabacloud_credentials.utils import auth_constant

import alibaba_credentials
import emulator
import homes
from checks import same
from relay import Relay

CLIENT = "alibabacloud-credentials"
CLOUDQ = "cloudq, aliyun's file"
CLOUDQ_INI = "cloudq, Alibaba Cloud's ini file"

REGION = "cn-beijing"
SESSION = "interop"
# The first second of the year 2100.
LATER = 4102444800
ROLE = {"ram_role_arn": emulator.ROLE_ARN, "ram_session_name": SESSION}
GUARDED = {
    "ram_role_arn": emulator.GUARDED_ROLE_ARN,
    "ram_session_name": SESSION,
    "external_id": emulator.EXTERNAL_ID,
}
KEY = {
    "access_key_id": emulator.ORDINARY.id,
    "access_key_secret": emulator.ORDINARY.secret,
}
TEMPORARY = {
    "access_key_id": emulator.TEMPORARY.id,
    "access_key_secret": emulator.TEMPORARY.secret,
    "sts_token": emulator.TEMPORARY.token,
}


def assumed(session=SESSION, role=emulator.ROLE_NAME):
    return "acs:ram::%s:assumed-role/%s/%s" % (emulator.ACCOUNT_ID, role, session)


def profile(name, mode, *members, **more):
    """A profile as the tool writes it."""
    written = {"name": name, "mode": mode}
    for one in (*members, more):
        written.update(one)
    return dict(written, region_id=REGION, output_format="json", language="en")


def configuration(profiles):
    written = {"current": profiles[0]["name"], "profiles": profiles, "meta_path": ""}
    return json.dumps(written, indent="\t", ensure_ascii=False)


def modes(home, user, temporary):
    """Each mode: its profiles, the first being the current one, and whom their key stands for."""
    machine = "vm-sandbox"
    token_file = home.write(emulator.OIDC_TOKEN, "oidc-token")
    lent = home.write(json.dumps(dict(TEMPORARY, mode="StsToken")), "lent.json")
    own = home.write(json.dumps(dict(KEY, mode="AK")), "own.json")
    return [
        ("AK", [profile("work", "AK", KEY)], user),
        ("AK by another name", [profile("订单", "AK", KEY)], user),
        ("StsToken", [profile("work", "StsToken", TEMPORARY)], temporary),
        (
            "RamRoleArn",
            [profile("work", "RamRoleArn", KEY, {"sts_region": REGION}, ROLE, expired_seconds=900)],
            assumed(),
        ),
        (
            "RamRoleArn with an external id",
            [profile("work", "RamRoleArn", KEY, GUARDED)],
            assumed(role="sandbox-guarded-role"),
        ),
        ("EcsRamRole", [profile("work", "EcsRamRole")], assumed(machine)),
        (
            "EcsRamRole with a name",
            [profile("work", "EcsRamRole", ram_role_name=emulator.ROLE_NAME)],
            assumed(machine),
        ),
        (
            "RamRoleArnWithRoleName",
            [
                profile(
                    "work",
                    "RamRoleArnWithRoleName",
                    {"ram_role_name": emulator.ROLE_NAME},
                    ROLE,
                    expired_seconds=900,
                )
            ],
            assumed(),
        ),
        (
            "ChainableRamRoleArn",
            [
                profile("work", "ChainableRamRoleArn", GUARDED, source_profile="base"),
                profile("base", "RamRoleArn", KEY, ROLE),
            ],
            assumed(role="sandbox-guarded-role"),
        ),
        # The client writes what the command printed back into the file.
        ("External", [profile("work", "External", process_command="cat " + lent)], temporary),
        (
            "External with a permanent key",
            [profile("work", "External", process_command="cat " + own)],
            user,
        ),
        (
            "CredentialsURI",
            [
                profile(
                    "work",
                    "CredentialsURI",
                    credentials_uri=home.relay.endpoint + "/-/credentials",
                )
            ],
            assumed("credentials-uri"),
        ),
        (
            "OIDC",
            [
                profile(
                    "work",
                    "OIDC",
                    ROLE,
                    oidc_provider_arn=emulator.OIDC_PROVIDER_ARN,
                    oidc_token_file=token_file,
                )
            ],
            assumed(),
        ),
        (
            "CloudSSO",
            [
                profile(
                    "work",
                    "CloudSSO",
                    cloud_sso_sign_in_url=home.relay.endpoint + "/d-00000000/login",
                    access_token=emulator.CLOUD_SSO_ACCESS_TOKEN,
                    cloud_sso_access_token_expire=LATER,
                    cloud_sso_access_config=emulator.CLOUD_SSO_ACCESS_CONFIGURATION,
                    cloud_sso_account_id=emulator.ACCOUNT_ID,
                )
            ],
            assumed("cloud-sso"),
        ),
    ]


def client_of(written):
    """The client that reads this file. Two modes it knows only as sources of their own."""
    current = written[0]
    if current["mode"] == "CredentialsURI":
        return URLCredentialsProvider(uri=current["credentials_uri"])
    if current["mode"] == "RamRoleArnWithRoleName":
        return RamRoleArnCredentialsProvider(
            credentials_provider=alibaba_credentials.metadata(role_name=current["ram_role_name"]),
            role_arn=current["ram_role_arn"],
            role_session_name=current["ram_session_name"],
            duration_seconds=current["expired_seconds"],
        )
    return CLIProfileCredentialsProvider()


def identity_of(server, key):
    return alibaba_credentials.call(server, "GetCallerIdentity", key)["Arn"]


def identity_by(server, client):
    """Whom the key that the client finds stands for."""
    key = client.get_credentials()
    return identity_of(
        server,
        emulator.Key(
            key.get_access_key_id(), key.get_access_key_secret(), key.get_security_token()
        ),
    )


def without_session(arn):
    return arn.rpartition("/")[0]


def at_home(home):
    """The client looks the home up when it is loaded."""
    return mock.patch.object(auth_constant, "HOME", home.folder)


def run_modes(checks, server, relay):
    users = [identity_of(server, key) for key in (emulator.ORDINARY, emulator.TEMPORARY)]
    home = homes.Home(server, relay)
    ids = homes.ids(server, "alibaba-ecs", "--region", REGION)
    for what, written, identity in modes(home, *users):
        path = home.write(configuration(written), ".aliyun", "config.json")
        what = "the mode " + what
        with checks.check(CLIENT, "finds the same key in the file of " + what), at_home(home):
            told, wanted = identity_by(server, client_of(written)), identity
            if written[0]["mode"] == "OIDC":
                # It does not read the tool's word for the session, and makes one up.
                told, wanted = without_session(told), without_session(wanted)
            same(told, wanted)
        source = "aliyun-cli profile `%s` in %s" % (written[0]["name"], path)
        home.judge(checks, CLOUDQ, what, [], source, identity, ids)


def run_first_start(checks, server, relay):
    """The tool writes such a file when it is started before it is configured."""
    home = homes.Home(server, relay)
    home.write(configuration([profile("default", "")]), ".aliyun", "config.json")
    with checks.check(CLOUDQ, "a file without a key is no error of the file"):
        same(home.told([], wanted_code=4)["status"], "no-key")


def run_ini(checks, server, relay):
    home = homes.Home(server, relay)
    token_file = home.write(emulator.OIDC_TOKEN, "oidc-token")
    key = "access_key_id = %s\naccess_key_secret = %s\n"
    key %= (emulator.ORDINARY.id, emulator.ORDINARY.secret)
    role = "role_arn = %s\nrole_session_name = %s\n" % (emulator.ROLE_ARN, SESSION)
    user = identity_of(server, emulator.ORDINARY)
    sections = {
        "default": ("type = access_key\n" + key, user),
        "spelled-otherwise": (
            "Type: access_key # a comment\n" + key.replace(" = ", ":").replace("access", "ACCESS"),
            user,
        ),
        "role": ("type = ram_role_arn\n" + key + role, assumed()),
        "machine": (
            "type = ecs_ram_role\nrole_name = %s\n" % emulator.ROLE_NAME,
            assumed("vm-sandbox"),
        ),
        "token": (
            "type = oidc_role_arn\noidc_provider_arn = %s\noidc_token_file_path = %s\n"
            % (emulator.OIDC_PROVIDER_ARN, token_file)
            + role,
            assumed(),
        ),
    }
    text = "\n".join("[%s]\n%s" % (name, lines) for name, (lines, _) in sections.items())
    path = home.write(text, ".alibabacloud", "credentials.ini")
    # Only a profile of ours leads to such a file.
    profiles = "version = 1\n"
    for name in sections:
        profiles += '[profiles.%s]\nprovider = "alibaba-ecs"\nregions = ["%s"]\n' % (name, REGION)
        profiles += 'credentials = { type = "ini", profile = "%s" }\n' % name
    config = home.write(profiles, "cloudq.toml")
    ids = homes.ids(server, "alibaba-ecs", "--region", REGION)
    for name, (_, identity) in sections.items():
        what = "the section " + name
        with checks.check(CLIENT, "finds the same key in the file of " + what), at_home(home):
            client = ProfileCredentialsProvider(profile_name=name)
            same(identity_by(server, client), identity)
        source = "ini section `%s` in %s" % (name, path)
        arguments = ["--config", config, "--profile", name]
        home.judge(checks, CLOUDQ_INI, what, arguments, source, identity, ids)


def run(checks):
    with emulator.Emulator() as server, Relay(server) as relay:
        with alibaba_credentials.to_the_sandbox(server):
            run_modes(checks, server, relay)
            run_first_start(checks, server, relay)
            run_ini(checks, server, relay)
