"""Alibaba Cloud's credential sources: what they get from the sandbox lists images."""

import os
from unittest import mock

from alibabacloud_credentials.client import Client as Credentials
from alibabacloud_credentials.exceptions import CredentialException
from alibabacloud_credentials.models import Config as CredentialsConfig
from alibabacloud_credentials.provider import (
    CloudSSOCredentialsProvider,
    EcsRamRoleCredentialsProvider,
    OIDCRoleArnCredentialsProvider,
    RamRoleArnCredentialsProvider,
    URLCredentialsProvider,
)
from alibabacloud_ecs20140526.client import Client as Ecs
from alibabacloud_tea_openapi.client import Client as OpenApi
from alibabacloud_tea_openapi.utils_models import Config, OpenApiRequest, Params
from darabonba.runtime import RuntimeOptions
from Tea.core import TeaCore

import alibaba_acs3
import emulator
from checks import Different, same, some

NAME = "alibabacloud-credentials"
METADATA = "100.100.100.200"
STS = ("sts.aliyuncs.com", "sts.cn-beijing.aliyuncs.com")
FOREVER = 1 << 40


def to_the_sandbox(server):
    """The client asks STS by https only, and metadata at one address: both go to the sandbox."""
    send = TeaCore.do_action

    def redirected(request, options=None):
        if request.headers["host"] in (METADATA, *STS):
            request.headers["host"] = server.address
        if request.headers["host"] == server.address:
            request.protocol, request.port = "http", 80
        return send(request, options)

    return mock.patch.object(TeaCore, "do_action", staticmethod(redirected))


def rows(server, provider):
    """Lists images with the keys of a source; the client asks the source for them by itself."""
    config = Config(
        credential=Credentials(provider=provider),
        endpoint=server.address,
        protocol="http",
        region_id=alibaba_acs3.REGION,
    )
    return alibaba_acs3.all_pages(Ecs(config))


def role(server, key=emulator.ORDINARY, **more):
    arguments = dict(
        access_key_id=key.id,
        access_key_secret=key.secret,
        security_token=key.token,
        role_arn=emulator.ROLE_ARN,
        role_session_name="interop",
        sts_endpoint=server.address,
    )
    return RamRoleArnCredentialsProvider(**dict(arguments, **more))


def oidc(server, token):
    path = os.path.join(emulator.HOME.name, "oidc-token")
    with open(path, "w", encoding="utf-8") as file:
        file.write(token)
    return OIDCRoleArnCredentialsProvider(
        role_arn=emulator.ROLE_ARN,
        oidc_provider_arn=emulator.OIDC_PROVIDER_ARN,
        oidc_token_file_path=path,
        role_session_name="interop",
        sts_endpoint=server.address,
    )


def cloud_sso(server, token=emulator.CLOUD_SSO_ACCESS_TOKEN):
    return CloudSSOCredentialsProvider(
        sign_in_url=server.endpoint + "/login",
        account_id=emulator.ACCOUNT_ID,
        access_config=emulator.CLOUD_SSO_ACCESS_CONFIGURATION,
        access_token=token,
        access_token_expire=FOREVER,
    )


def metadata(**more):
    return EcsRamRoleCredentialsProvider(async_update_enabled=False, **more)


def refusal_of(provider):
    try:
        provider.get_credentials()
    except CredentialException as error:
        return str(error)
    raise Different("the keys were handed out")


def run_sources(checks, server):
    ours = emulator.images(server.endpoint, "alibaba-ecs")
    sources = {
        "AssumeRole": lambda: role(server),
        "AssumeRole of a temporary key": lambda: role(server, emulator.TEMPORARY),
        "AssumeRole of an assumed role": lambda: role(
            server,
            credentials_provider=role(server),
            role_arn=emulator.GUARDED_ROLE_ARN,
            external_id=emulator.EXTERNAL_ID,
        ),
        "AssumeRole with a policy": lambda: role(
            server, policy='{"Version":"1","Statement":[{"Effect":"Allow"}]}', duration_seconds=900
        ),
        "AssumeRoleWithOIDC": lambda: oidc(server, emulator.OIDC_TOKEN),
        "the credentials URI": lambda: URLCredentialsProvider(
            uri=server.endpoint + "/-/credentials"
        ),
        "the metadata": metadata,
        "the metadata of a role": lambda: metadata(role_name=emulator.ROLE_NAME),
        "CloudSSO": lambda: cloud_sso(server),
    }
    for what, source in sources.items():
        with checks.check(NAME, "lists images with keys of " + what):
            same(some(rows(server, source())), ours, ("client", "cloudq"))


def run_refusals(checks, server):
    unsigned = "AuthenticationFail.OIDCToken."
    for what, source, wanted in [
        (
            "an unknown role",
            lambda: role(server, role_arn=emulator.ROLE_ARN + "x"),
            "EntityNotExist.Role",
        ),
        (
            "no external id",
            lambda: role(server, role_arn=emulator.GUARDED_ROLE_ARN),
            "NoPermission",
        ),
        (
            "too long a life",
            lambda: role(server, duration_seconds=3601),
            "InvalidParameter.DurationSeconds",
        ),
        ("a key without permission", lambda: role(server, emulator.DENIED), "NoPermission"),
        ("a wrong secret", lambda: role(server, emulator.WRONG_SECRET), "SignatureDoesNotMatch"),
        (
            "an expired OIDC token",
            lambda: oidc(server, emulator.EXPIRED_OIDC_TOKEN),
            unsigned + "Expired",
        ),
        ("a wrong OIDC token", lambda: oidc(server, "a.b.c"), unsigned + "InvalidSignature"),
        ("a wrong access token", lambda: cloud_sso(server, "x"), "InvalidAccessToken"),
        ("an unknown role of metadata", lambda: metadata(role_name="x"), "HttpCode=404"),
    ]:
        with checks.check(NAME, "is refused " + what):
            why = refusal_of(source())
            if wanted not in why:
                raise Different("%r is not in %r" % (wanted, why))


def call(server, action, key=emulator.ORDINARY, auth="AK", **arguments):
    """Calls STS with the client's current signature, ACS3, or with none."""
    params = Params(
        action=action,
        version="2015-04-01",
        protocol="HTTP",
        pathname="/",
        method="POST",
        auth_type=auth,
        style="RPC",
        req_body_type="formData",
        body_type="json",
    )
    asked = alibaba_acs3.client(OpenApi, server, key)
    return asked.call_api(params, OpenApiRequest(query=arguments), RuntimeOptions())["body"]


def run_current(checks, server):
    name = "alibabacloud-tea-openapi"
    role = {"RoleArn": emulator.ROLE_ARN, "RoleSessionName": "interop"}
    token = {"OIDCProviderArn": emulator.OIDC_PROVIDER_ARN, "OIDCToken": emulator.OIDC_TOKEN}
    for what, lend in {
        "AssumeRole": lambda: call(server, "AssumeRole", **role),
        "AssumeRoleWithOIDC": lambda: call(
            server, "AssumeRoleWithOIDC", auth="Anonymous", **role, **token
        ),
    }.items():
        with checks.check(name, "is told whom a key of %s stands for" % what):
            lent = lend()["Credentials"]
            key = emulator.Key(
                lent["AccessKeyId"], lent["AccessKeySecret"], lent["SecurityToken"]
            )
            who = call(server, "GetCallerIdentity", key)
            wanted = "acs:ram::%s:assumed-role/%s/interop"
            wanted %= (emulator.ACCOUNT_ID, emulator.ROLE_NAME)
            same([who["IdentityType"], who["Arn"]], ["AssumedRoleUser", wanted])
    with checks.check(name, "is told whom a permanent key stands for"):
        who = call(server, "GetCallerIdentity")
        same([who["IdentityType"], who["AccountId"]], ["RAMUser", emulator.ACCOUNT_ID])


def run_v2(checks):
    with emulator.Emulator("--metadata-v2-only") as server, to_the_sandbox(server):
        with checks.check(NAME, "reads metadata where only version 2 is spoken"):
            some(rows(server, metadata(disable_imds_v1=True)))


def run_expiry(checks):
    with emulator.Emulator("--key-lifetime", "1") as server, to_the_sandbox(server):
        with checks.check(NAME, "is refused a key that has ended"):
            key = role(server).get_credentials()
            lent = emulator.Key(
                key.get_access_key_id(), key.get_access_key_secret(), key.get_security_token()
            )
            asked = alibaba_acs3.client(Ecs, server, lent)
            # It ends within a second; how soon is not to be known here.
            code = None
            while code is None:
                try:
                    alibaba_acs3.one_page(asked)
                except Exception as error:  # The client's own, with a code.
                    code = error.code
            same(code, "InvalidSecurityToken.Expired")


def run(checks):
    with emulator.Emulator() as server, to_the_sandbox(server):
        run_sources(checks, server)
        run_refusals(checks, server)
        run_current(checks, server)
    run_v2(checks)
    run_expiry(checks)
