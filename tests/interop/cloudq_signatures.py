"""The reverse: the vendors' signing code recomputes the signatures of what cloudq sends.

Only what arrived on the wire and the secret go into it.
"""

import json
import os
import re

from aliyunsdkcore.auth.algorithm import sha_hmac1
from aliyunsdkcore.auth.composer import rpc_signature_composer
from alibabacloud_tea_openapi.utils import Utils
from darabonba.request import DaraRequest
from tencentcloud.common.http.request import RequestInternal
from tencentcloud.common.sign import Sign

import emulator
import tencent_sdk
from checks import Different, same
from recorder import Recorder, decoded

PERMANENT = emulator.Key("LTAI5tInteropExample0001", "InteropExampleSecret0001", None)
# With what is reserved in headers, forms and queries.
TEMPORARY = emulator.Key("STS.InteropExample0002", "InteropExampleSecret0002", "a+b/c=d&e%20~*;,:@")
KEYS = [("a permanent key", PERMANENT), ("a temporary key", TEMPORARY)]

# No machine type has a blank, a comma, a quote or a wildcard.
MACHINE = "a+b=c/d~%&#é\U0001f600"
AWKWARD = "a b=c+d/é*~&%,;'\"\\\U0001f600"

LIST = ["images", "list"]
TAGS = [word for n in range(1, 12) for word in ("--tag", "k%d=v%d" % (n, n))]
IDS = [word for n in range(12) for word in ("--id", "img-%d" % n)]

# What cloudq is asked to do, and a parameter that must arrive with this value.
ECS_COMMANDS = [
    ("plain", LIST, {"RegionId": "cn-hangzhou"}),
    (
        "an awkward tag",
        [*LIST, "--tag", "a b=c+d/é*~"],
        {"Tag.1.Key": "a b", "Tag.1.Value": "c+d/é*~"},
    ),
    ("more than nine tags", [*LIST, *TAGS], {"Tag.2.Key": "k2", "Tag.11.Key": "k11"}),
    ("a Chinese name", [*LIST, "--name", "订单服务"], {"ImageName": "订单服务"}),
    (
        "awkward parameters",
        [*LIST, "--param", "Zz=" + AWKWARD, "--param", "a="],
        {"Zz": AWKWARD, "a": ""},
    ),
    ("a Chinese family", [*LIST, "--family", "订单:服务"], {"ImageFamily": "订单:服务"}),
    ("regions", ["regions"], {}),
]
ENS_COMMANDS = [
    ("plain", LIST, {}),
    ("an awkward parameter", [*LIST, "--param", "x=" + AWKWARD], {"x": AWKWARD}),
]
# Values of filters, in whatever place each scheme has them. Only a whole name is sent.
ECM_COMMANDS = [
    ("plain", LIST, []),
    ("an owner", [*LIST, "--owner", "self"], ["PRIVATE_IMAGE"]),
    ("an awkward name", [*LIST, "--name", "a b=c+d/é~&%"], ["a b=c+d/é~&%"]),
    ("a Chinese name", [*LIST, "--name", "订单 服务"], ["订单 服务"]),
    ("an awkward machine type", [*LIST, "--instance-type", MACHINE], [MACHINE]),
    ("many ids", [*LIST, *IDS], ["img-11"]),
]


def acs3(request, key, _):
    """Recomputes the whole header Authorization."""
    sent = request.headers["authorization"]
    names = re.search("SignedHeaders=([^,]*)", sent).group(1).split(";")
    unsigned = [n for n in request.headers if n.startswith("x-acs-") and n not in names]
    same(unsigned, [])
    again = DaraRequest()
    again.method, again.pathname = request.method, request.path
    again.query = decoded(request.query)
    again.headers = {name: request.headers[name] for name in names}
    scheme = "ACS3-HMAC-SHA256"
    payload = Utils.hex_encode(Utils.hash(request.body.encode(), scheme))
    same(request.headers["x-acs-content-sha256"], payload)
    same(request.headers.get("x-acs-security-token"), key.token)
    same(sent, Utils.get_authorization(again, scheme, payload, key.id, key.secret))
    return again.query


def rpc_v1(request, key, _):
    """Recomputes the signature with the older client and with the current one."""
    parameters = {**decoded(request.query), **decoded(request.body)}
    signed = dict(parameters)
    sent = signed.pop("Signature")
    same([signed["AccessKeyId"], signed.get("SecurityToken")], [key.id, key.token])
    compose = getattr(rpc_signature_composer, "__compose_string_to_sign")
    text = compose(request.method, signed)
    same(sent, sha_hmac1.get_sign_string(text, key.secret + "&"))
    same(sent, Utils.get_rpcsignature(signed, request.method, key.secret))
    return parameters


def tc3(request, key, address):
    """Recomputes the signature as the client does for its own request."""
    sent = request.headers["authorization"]
    date, service = re.search("Credential=[^/]*/([^/]*)/([^/]*)/tc3_request", sent).groups()
    same(service, "ecm")
    again = RequestInternal(address, request.method, request.path)
    again.header = {
        "Content-Type": request.headers["content-type"],
        "Host": request.headers["host"],
        "X-TC-Timestamp": request.headers["x-tc-timestamp"],
    }
    again.data = request.query if request.method == "GET" else request.body
    client = tencent_sdk.client(address, "TC3-HMAC-SHA256", request.method, key)
    signature = client._get_tc3_signature({}, again, date, service, key.secret)
    same(request.headers.get("x-tc-token"), key.token)
    credential = "Credential=%s/%s/%s/tc3_request" % (key.id, date, service)
    names = "SignedHeaders=content-type;host"
    same(sent, "TC3-HMAC-SHA256 %s, %s, Signature=%s" % (credential, names, signature))
    return json.loads(request.body)


def tencent_v1(method):
    def verify(request, key, address):
        parameters = {**decoded(request.query), **decoded(request.body)}
        signed = dict(parameters)
        sent = signed.pop("Signature")
        same([signed["SecretId"], signed.get("Token")], [key.id, key.token])
        same(signed["SignatureMethod"], method)
        # The port is part of the host that is signed.
        same(request.headers["host"], address)
        client = tencent_sdk.client(address, method, request.method, key)
        text = client._format_sign_string(signed)
        same(sent, Sign.sign(key.secret, text, method))
        return parameters

    return verify


def values(found):
    """All texts and numbers inside."""
    if isinstance(found, dict):
        return [value for member in found.values() for value in values(member)]
    if isinstance(found, list):
        return [value for member in found for value in values(member)]
    return [found]


def arrived(requests, wanted):
    """One command may send several requests; it is enough if one of them has the value."""
    if isinstance(wanted, dict):
        found = [pair for parameters in requests for pair in parameters.items()]
        missing = [pair for pair in wanted.items() if pair not in found]
    else:
        found = values(requests)
        missing = [value for value in wanted if value not in found]
    if missing:
        raise Different("%s did not arrive in %s" % (missing, requests))


def differs(verify, *arguments):
    try:
        verify(*arguments)
    except Different:
        return
    raise Different("the signature is the same")


SCHEMES = [
    ("alibaba-ecs", "acs3-hmac-sha256", acs3, ECS_COMMANDS),
    ("alibaba-ecs", "hmac-sha1", rpc_v1, ECS_COMMANDS),
    ("alibaba-ens", "acs3-hmac-sha256", acs3, ENS_COMMANDS),
    ("alibaba-ens", "hmac-sha1", rpc_v1, ENS_COMMANDS),
    ("tencent-ecm", "tc3-hmac-sha256", tc3, ECM_COMMANDS),
    ("tencent-ecm", "hmac-sha1", tencent_v1("HmacSHA1"), ECM_COMMANDS),
    ("tencent-ecm", "hmac-sha256", tencent_v1("HmacSHA256"), ECM_COMMANDS),
]


def configuration(provider, signature):
    """Only a configuration file can choose a scheme."""
    path = os.path.join(emulator.HOME.name, "%s-%s.toml" % (provider, signature))
    regions = 'regions = ["cn-hangzhou"]\n' if provider == "alibaba-ecs" else ""
    with open(path, "w", encoding="utf-8") as file:
        file.write('version = 1\ndefault_profile = "main"\n[profiles.main]\n')
        file.write('provider = "%s"\nsignature = "%s"\n%s' % (provider, signature, regions))
        file.write('credentials = { type = "env" }\n')
    return path


def run(checks):
    with Recorder() as recorder:
        for provider, signature, verify, commands in SCHEMES:
            config = configuration(provider, signature)
            name = "cloudq, %s, %s" % (provider, signature)
            for holder, key in KEYS:
                for what, arguments, wanted in commands:
                    what = "signs %s with %s as the client would" % (what, holder)
                    with checks.check(name, what):
                        emulator.run(recorder.endpoint, arguments, key, config)
                        requests = recorder.take()
                        if not requests:
                            raise Different("nothing arrived")
                        verified = [verify(one, key, recorder.address) for one in requests]
                        arrived(verified, wanted)
            # Or else the checks above would prove nothing.
            with checks.check(name, "signs nothing that another secret would"):
                another = PERMANENT._replace(secret="AnotherSecret")
                emulator.run(recorder.endpoint, LIST, PERMANENT, config)
                for request in recorder.take():
                    differs(verify, request, another, recorder.address)
