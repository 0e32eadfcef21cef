"""Tencent Cloud's Python client in all its ways to sign and to send."""

import json
import time
import types
import warnings
from unittest import mock

from tencentcloud.common import abstract_client
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.ecm.v20190719 import models
from tencentcloud.ecm.v20190719.ecm_client import EcmClient

import emulator
from checks import same, some, without_nulls

NAME = "tencentcloud-sdk-python-ecm"
SIGNATURES = ["TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"]
METHODS = ["GET", "POST"]

# Filters of the service, and the same of cloudq.
FILTERS = [
    ("an owner", {"image-type": ["PRIVATE_IMAGE"]}, ["--owner", "self", "--status", "any"]),
    (
        "several ids",
        {"image-id": ["img-w25q1f05", "img-ubtarm0p"]},
        ["--id", "img-w25q1f05", "--id", "img-ubtarm0p"],
    ),
    ("a Chinese name", {"image-name": ["构建中"]}, ["--name", "*构建中*"]),
    (
        "a system with reserved characters",
        {"image-os": ["64位"]},
        ["--where", "os_name ~ 64位"],
    ),
]

REFUSED_KEYS = [
    ("a wrong secret", emulator.WRONG_SECRET, "AuthFailure.SignatureFailure"),
    ("an unknown key", emulator.UNKNOWN, "AuthFailure.SecretIdNotFound"),
    ("a temporary key without its token", emulator.WITHOUT_TOKEN, "AuthFailure.TokenFailure"),
    ("a temporary key with another token", emulator.WRONG_TOKEN, "AuthFailure.TokenFailure"),
]


def client(address, signature, method, key=emulator.ORDINARY, unsigned=False):
    profile = ClientProfile(
        signMethod=signature,
        httpProfile=HttpProfile(protocol="http", endpoint=address, reqMethod=method),
    )
    profile.unsignedPayload = unsigned
    # The service has no regions.
    return EcmClient(Credential(key.id, key.secret, key.token), None, profile)


def asked_for(limit=100, offset=0, **filters):
    request = models.DescribeImageRequest()
    request.Limit, request.Offset, request.Filters = limit, offset, []
    for name, values in filters.items():
        condition = models.Filter()
        condition.Name, condition.Values = name, values
        request.Filters.append(condition)
    return request


def all_pages(asked, **filters):
    """Every image, as the client's model has it, in the words of the service."""
    images = []
    while True:
        with warnings.catch_warnings():
            # The model warns of members that it does not know.
            warnings.simplefilter("error", UserWarning)
            page = asked.DescribeImage(asked_for(100, len(images), **filters))
        images += [json.loads(image.to_json_string()) for image in page.ImageSet or []]
        if len(images) >= page.TotalCount:
            return images


def code_of(call, *arguments):
    try:
        call(*arguments)
    except TencentCloudSDKException as error:
        return error.get_code()
    return "no error"


def run_lists(checks, name, server, asked):
    with checks.check(name, "lists the same pages as cloudq"):
        rows = all_pages(asked)
        same(len(rows), emulator.IMAGES)
        ours = emulator.images(server.endpoint, "tencent-ecm", "--status", "any")
        same(without_nulls(rows), without_nulls(ours), ("client", "cloudq"))
    with checks.check(name, "finds nothing that has no such name"):
        page = asked.DescribeImage(asked_for(**{"image-name": ["a b=c+d/é*~&%"]}))
        same([page.TotalCount, page.ImageSet], [0, None])


def run_filters(checks, name, server, asked):
    for what, filters, theirs in FILTERS:
        with checks.check(name, "filters by %s as cloudq does" % what):
            rows = some(all_pages(asked, **filters))
            ours = emulator.images(server.endpoint, "tencent-ecm", *theirs)
            same(without_nulls(rows), without_nulls(ours), ("client", "cloudq"))


def run_refusals(checks, name, asked, one_page):
    for what, request, code in [
        ("too large a page", asked_for(101), "InvalidParameterValue.ParameterValueTooLarge"),
        ("an unknown filter", asked_for(x=["y"]), "InvalidParameterValue.InvalidFilter"),
    ]:
        with checks.check(name, "meets the error of " + what):
            same(code_of(asked.DescribeImage, request), code)
    with checks.check(name, "is denied what the key may not do"):
        code = code_of(one_page, emulator.DENIED)
        same(code, "UnauthorizedOperation.ForbiddenOperation")
    for what, key, code in REFUSED_KEYS:
        with checks.check(name, "is refused " + what):
            same(code_of(one_page, key), code)
    with checks.check(name, "is refused a stale time"):
        stale = types.SimpleNamespace(time=lambda: time.time() - 310)
        with mock.patch.object(abstract_client, "time", stale):
            same(code_of(one_page), "AuthFailure.SignatureExpire")
    with checks.check(name, "may use a temporary key"):
        one_page(emulator.TEMPORARY)


def run_one(checks, signature, method):
    name = "%s %s %s" % (NAME, signature, method)
    # The emulator counts calls, and 20 in a second are allowed. Two of them keep
    # below that, so that nobody has to wait and try again.
    with emulator.Emulator() as server, emulator.Emulator() as another:
        asked = client(server.address, signature, method)

        def one_page(key=emulator.ORDINARY):
            return client(server.address, signature, method, key).DescribeImage(asked_for())

        run_lists(checks, name, server, asked)
        run_refusals(checks, name, asked, one_page)
        run_filters(checks, name, another, client(another.address, signature, method))


def run(checks):
    for signature in SIGNATURES:
        for method in METHODS:
            run_one(checks, signature, method)
    with emulator.Emulator("--fault", "throttle:1") as server:
        asked = client(server.address, "TC3-HMAC-SHA256", "POST", unsigned=True)
        with checks.check(NAME, "is told when it is throttled"):
            same(code_of(asked.DescribeImage, asked_for()), "RequestLimitExceeded")
        with checks.check(NAME, "may leave its body unsigned"):
            same(len(asked.DescribeImage(asked_for()).ImageSet), 100)
