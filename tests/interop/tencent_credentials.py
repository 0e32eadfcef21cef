"""Tencent Cloud's credential sources: what they get from the sandbox lists images."""

import os
from unittest import mock

from tencentcloud.common import credential
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.ecm.v20190719.ecm_client import EcmClient

import emulator
import tencent_sdk
from checks import same, some, without_nulls

NAME = "tencentcloud-sdk-python-common"
LIFE = 1800


class Http(HttpProfile):
    """As the client makes it for STS, which it would ask by https."""

    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **dict(more, protocol="http"))


def profile(server, signature="TC3-HMAC-SHA256", method="POST"):
    http = HttpProfile(protocol="http", endpoint=server.address, reqMethod=method)
    return ClientProfile(signMethod=signature, httpProfile=http)


def rows(server, source):
    """Lists images with the keys of a source; the client asks the source for them by itself."""
    return tencent_sdk.all_pages(EcmClient(source, None, profile(server)))


def role(server, key=emulator.ORDINARY, arn=emulator.TENCENT_ROLE_ARN):
    return credential.STSAssumeRoleCredential(
        key.id, key.secret, arn, "interop", LIFE, endpoint=server.address
    )


def web_identity(server, token=emulator.OIDC_TOKEN):
    return credential.OIDCRoleArnCredential(
        "ap-guangzhou",
        emulator.TENCENT_OIDC_PROVIDER_ID,
        token,
        emulator.TENCENT_ROLE_ARN,
        "interop",
        LIFE,
        endpoint=server.address,
    )


def pod():
    """The same from the variables and the token file of a pod."""
    path = os.path.join(emulator.HOME.name, "web-identity-token")
    with open(path, "w", encoding="utf-8") as file:
        file.write(emulator.OIDC_TOKEN)
    variables = {
        "TKE_REGION": "ap-guangzhou",
        "TKE_PROVIDER_ID": emulator.TENCENT_OIDC_PROVIDER_ID,
        "TKE_WEB_IDENTITY_TOKEN_FILE": path,
        "TKE_ROLE_ARN": emulator.TENCENT_ROLE_ARN,
    }
    with mock.patch.dict(os.environ, variables):
        source = credential.DefaultTkeOIDCRoleArnProvider().get_credentials()
        source.refresh()
    return source


def to_the_sandbox(server):
    """STS by http, and metadata and pods at the sandbox: none of it can be set from outside."""
    roles = server.endpoint + "/latest/meta-data/cam/security-credentials/"
    return (
        mock.patch.object(credential, "HttpProfile", Http),
        mock.patch.object(credential.CVMRoleCredential, "_role_endpoint", roles),
        mock.patch.object(credential.OIDCRoleArnCredential, "_endpoint", server.address),
    )


def code_of(source):
    try:
        source.get_credential_info()
    except TencentCloudSDKException as error:
        return error.get_code()
    return "no error"


def run_sources(checks, server):
    ours = emulator.images(server.endpoint, "tencent-ecm", "--status", "any")
    for what, source in {
        "AssumeRole": lambda: role(server),
        "AssumeRoleWithWebIdentity": lambda: web_identity(server),
        "a pod": pod,
        "the metadata": credential.CVMRoleCredential,
        "the metadata of a role": lambda: credential.CVMRoleCredential(emulator.ROLE_NAME),
    }.items():
        with checks.check(NAME, "lists images with keys of " + what):
            listed = some(rows(server, source()))
            same(without_nulls(listed), without_nulls(ours), ("client", "cloudq"))


def run_refusals(checks, server):
    for what, source, wanted in [
        (
            "an unknown role",
            lambda: role(server, arn=emulator.TENCENT_ROLE_ARN + "x"),
            "ResourceNotFound.RoleNotFound",
        ),
        (
            "a key without permission",
            lambda: role(server, emulator.DENIED),
            "UnauthorizedOperation",
        ),
        (
            "a wrong secret",
            lambda: role(server, emulator.WRONG_SECRET),
            "AuthFailure.SignatureFailure",
        ),
        (
            "an expired token",
            lambda: web_identity(server, emulator.EXPIRED_OIDC_TOKEN),
            "InvalidParameter.WebIdentityTokenError",
        ),
    ]:
        with checks.check(NAME, "is refused " + what):
            same(code_of(source()), wanted)


def run_identity(checks, server):
    for signature in tencent_sdk.SIGNATURES:
        # With a common client, version 1 has no JSON, and this one sends nothing else by POST.
        method = "POST" if signature.startswith("TC3") else "GET"
        with checks.check(NAME, "is told whom a key stands for: " + signature):
            key = credential.Credential(emulator.ORDINARY.id, emulator.ORDINARY.secret)
            asked = CommonClient(
                "sts", "2018-08-13", key, "ap-guangzhou", profile(server, signature, method)
            )
            who = asked.call_json("GetCallerIdentity", {})["Response"]
            same([who["Type"], who["AccountId"]], ["CAMUser", emulator.TENCENT_ACCOUNT_ID])


def run(checks):
    with emulator.Emulator() as server:
        sts, machine, identity = to_the_sandbox(server)
        with sts, machine, identity:
            run_sources(checks, server)
            run_refusals(checks, server)
        run_identity(checks, server)
