"""Alibaba Cloud's version 1, signed with HMAC-SHA1, by the former client and by a current one."""

import json
from unittest import mock
from xml.etree import ElementTree

from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
from aliyunsdkcore.utils import parameter_helper
from aliyunsdkecs.request.v20140526.DescribeImageFromFamilyRequest import (
    DescribeImageFromFamilyRequest,
)
from aliyunsdkecs.request.v20140526.DescribeImagesRequest import DescribeImagesRequest
from alibabacloud_ecs20140526.client import Client as Ecs

import alibaba_acs3
import emulator
from checks import same, some

NAME = "aliyun-python-sdk-core"
METHODS = ["GET", "POST"]

# Setters of the request, and the same of cloudq.
FILTERS = [
    (
        "a Chinese tag",
        {"Tags": [{"Key": "环境", "Value": "测试"}]},
        ["--tag", "环境=测试"],
    ),
    (
        "a tag with reserved characters",
        {"Tags": [{"Key": "build", "Value": "a&b=c d+e"}]},
        ["--tag", "build=a&b=c d+e"],
    ),
    ("a system", {"OSType": "windows"}, ["--os-type", "windows"]),
    (
        "a time",
        {"Filters": [{"Key": "CreationStartTime", "Value": "2026-06-01T00:00Z"}]},
        ["--created-after", "2026-06-01"],
    ),
]

# This client compares the text that the service signed with its own. Where both
# are the same, only the secret can be wrong, and it says so in its own words.
ONLY_THE_SECRET = "InvalidAccessKeySecret"

REFUSED_KEYS = [
    ("a wrong secret, by the client's own judgement", emulator.WRONG_SECRET, ONLY_THE_SECRET),
    *alibaba_acs3.REFUSED_KEYS[1:],
]


def client(server, key=emulator.ORDINARY):
    login = {"ak": key.id, "secret": key.secret}
    if key.token is not None:
        login = {"credential": StsTokenCredential(key.id, key.secret, key.token)}
    return AcsClient(region_id=alibaba_acs3.REGION, port=server.port, auto_retry=False, **login)


def prepared(request, server, method):
    request.set_endpoint(server.host)
    request.set_protocol_type("http")
    request.set_method(method)
    return request


def images_request(server, method, number=1, **setters):
    request = prepared(DescribeImagesRequest(), server, method)
    request.set_PageNumber(number)
    if method == "POST":
        # One parameter in the form, the others in the query: the service reads both.
        request.add_body_params("PageSize", 100)
    else:
        request.set_PageSize(100)
    for name, value in setters.items():
        getattr(request, "set_" + name)(value)
    return request


def all_pages(asked, server, method, **setters):
    images, number = [], 1
    while True:
        request = images_request(server, method, number, **setters)
        page = json.loads(asked.do_action_with_exception(request))
        images += page["Images"]["Image"]
        if number * 100 >= page["TotalCount"]:
            return images
        number += 1


def infos_request(server, method, **parameters):
    request = CommonRequest(server.host, "2017-11-10", "DescribeImageInfos")
    request.set_protocol_type("http")
    request.set_method(method)
    add = request.add_body_params if method == "POST" else request.add_query_param
    for name, value in parameters.items():
        add(name, value)
    return request


def code_of(call, *arguments):
    try:
        call(*arguments)
    except ServerException as error:
        return error.get_error_code()
    return "no error"


def run_method(checks, server, method):
    name = "%s %s" % (NAME, method)
    asked = client(server)

    def one_page(asked):
        return asked.do_action_with_exception(images_request(server, method))

    with checks.check(name, "lists the same pages as cloudq"):
        rows = all_pages(asked, server, method)
        same(len(rows), emulator.IMAGES)
        same(rows, emulator.images(server.endpoint, "alibaba-ecs"), ("client", "cloudq"))
    for what, setters, theirs in FILTERS:
        with checks.check(name, "filters by %s as cloudq does" % what):
            rows = some(all_pages(asked, server, method, **setters))
            ours = emulator.images(server.endpoint, "alibaba-ecs", *theirs)
            same(rows, ours, ("client", "cloudq"))
    with checks.check(name, "finds the newest of a family as cloudq does"):
        request = prepared(DescribeImageFromFamilyRequest(), server, method)
        request.set_ImageFamily("web")
        image = json.loads(asked.do_action_with_exception(request))["Image"]
        arguments = ["images", "latest", "--family", "web", "-r", alibaba_acs3.REGION]
        newest = emulator.run(server.endpoint, arguments)
        same(image["ImageId"], newest[0]["id"] if isinstance(newest, list) else newest["id"])
    with checks.check(name, "lists the same images of ENS as cloudq"):
        body = json.loads(asked.do_action_with_exception(infos_request(server, method)))
        ours = emulator.images(server.endpoint, "alibaba-ens")
        same(some(body["Images"]["Image"]), ours, ("client", "cloudq"))
    with checks.check(name, "filters ENS by a system as cloudq does"):
        request = infos_request(server, method, OsType="windows")
        body = json.loads(asked.do_action_with_exception(request))
        ours = emulator.images(server.endpoint, "alibaba-ens", "--os-type", "windows")
        same(some(body["Images"]["Image"]), ours, ("client", "cloudq"))
    with checks.check(name, "reads the XML that is the service's default"):
        request = images_request(server, method)
        request.set_accept_format("XML")
        # The public call would ask for JSON instead.
        _, _, body, error = asked._implementation_of_do_action(request)
        same(str(error), "None")
        ids = [node.text for node in ElementTree.fromstring(body).iter("ImageId")]
        ours = emulator.images(server.endpoint, "alibaba-ecs", "--limit", "100")
        same(ids, [image["ImageId"] for image in ours], ("client", "cloudq"))

    with checks.check(name, "meets the error of an unknown system"):
        request = images_request(server, method, OSType="plan9")
        same(code_of(asked.do_action_with_exception, request), "InvalidOSType")
    with checks.check(name, "is denied what the key may not do"):
        same(code_of(one_page, client(server, emulator.DENIED)), "Forbidden.RAM")
    for what, key, code in REFUSED_KEYS:
        with checks.check(name, "is refused " + what):
            same(code_of(one_page, client(server, key)), code)
    with checks.check(name, "is refused a stale time"):
        with mock.patch.object(
            parameter_helper, "get_iso_8061_date", lambda: "2026-01-02T03:04:05Z"
        ):
            same(code_of(one_page, asked), "InvalidTimeStamp.Expired")
    with checks.check(name, "is refused a used nonce"):
        with mock.patch.object(parameter_helper, "get_uuid", lambda: "nonce of " + name):
            one_page(asked)
            same(code_of(one_page, asked), "SignatureNonceUsed")
    with checks.check(name, "may use a temporary key"):
        one_page(client(server, emulator.TEMPORARY))


def run_current(checks, server):
    """The current client signs so too when it is asked to."""
    name = "alibabacloud-ecs20140526 v1"

    def current(key=emulator.ORDINARY):
        return alibaba_acs3.client(Ecs, server, key, signature_algorithm="v2")

    with checks.check(name, "lists the same pages as cloudq"):
        rows = alibaba_acs3.all_pages(current())
        same(some(rows), emulator.images(server.endpoint, "alibaba-ecs"), ("client", "cloudq"))
    with checks.check(name, "may use a temporary key"):
        alibaba_acs3.one_page(current(emulator.TEMPORARY))
    for what, key, code in alibaba_acs3.REFUSED_KEYS:
        with checks.check(name, "is refused " + what):
            same(alibaba_acs3.error_of(alibaba_acs3.one_page, current(key)).code, code)


def run(checks):
    with emulator.Emulator() as server:
        for method in METHODS:
            run_method(checks, server, method)
        run_current(checks, server)
