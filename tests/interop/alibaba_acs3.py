"""Alibaba Cloud's current clients, which sign with ACS3-HMAC-SHA256."""

from unittest import mock

from alibabacloud_ecs20140526 import models as ecs
from alibabacloud_ecs20140526.client import Client as Ecs
from alibabacloud_ens20171110 import models as ens
from alibabacloud_ens20171110.client import Client as Ens
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException, ThrottlingException
from alibabacloud_tea_openapi.utils import Utils
from alibabacloud_tea_openapi.utils_models import Config

import emulator
from checks import same, some

REGION = "cn-hangzhou"

# Arguments of the client, and the same of cloudq.
FILTERS = [
    ("an owner", {"image_owner_alias": "self"}, ["--owner", "self"]),
    ("a family", {"image_family": "web"}, ["--family", "web"]),
    ("an architecture", {"architecture": "arm64"}, ["--arch", "arm64"]),
    ("a system", {"ostype": "windows"}, ["--os-type", "windows"]),
    ("a flag", {"is_support_cloudinit": True}, ["--cloud-init"]),
    ("every state", {"status": "ALL"}, ["--status", "any"]),
    ("two states", {"status": "Creating,Waiting"}, ["--status", "pending"]),
    ("the marketplace", {"image_owner_alias": "marketplace"}, ["--owner", "marketplace"]),
    (
        "the community",
        {"image_owner_alias": "others", "is_public": True},
        ["--owner", "community"],
    ),
    ("a machine type", {"instance_type": "ecs.g8y.large"}, ["--instance-type", "ecs.g8y.large"]),
    ("a tag's key", {"tag": [ecs.DescribeImagesRequestTag(key="env")]}, ["--tag", "env"]),
    ("an id", {"image_id": "m-bp1oe7s7c43dnsq7zzhq"}, ["--id", "m-bp1oe7s7c43dnsq7zzhq"]),
    (
        "two tags",
        {
            "tag": [
                ecs.DescribeImagesRequestTag(key="env", value="prod"),
                ecs.DescribeImagesRequestTag(key="build", value="a&b=c d+e"),
            ]
        },
        ["--tag", "env=prod", "--tag", "build=a&b=c d+e"],
    ),
    (
        "a Chinese tag",
        {"tag": [ecs.DescribeImagesRequestTag(key="环境", value="测试")]},
        ["--tag", "环境=测试"],
    ),
    (
        "a time",
        {
            "filter": [
                ecs.DescribeImagesRequestFilter(key="CreationStartTime", value="2026-06-01T00:00Z")
            ]
        },
        ["--created-after", "2026-06-01"],
    ),
]

# `DescribeImageFromFamily` describes an image with these left empty.
EMPTY_IN_FAMILY = ["ImageVersion", "IsSelfShared", "Progress", "Usage"]

# Refusals that do not depend on the service, by key.
REFUSED_KEYS = [
    ("a wrong secret", emulator.WRONG_SECRET, "SignatureDoesNotMatch"),
    ("an unknown key", emulator.UNKNOWN, "InvalidAccessKeyId.NotFound"),
    ("a temporary key without its token", emulator.WITHOUT_TOKEN, "MissingSecurityToken"),
    (
        "a temporary key with another token",
        emulator.WRONG_TOKEN,
        "InvalidSecurityToken.MismatchWithAccessKey",
    ),
]


def members_of(found, model):
    """A value without the members that a model of it lacks."""
    if isinstance(model, dict):
        return {name: members_of(found[name], member) for name, member in model.items()}
    if isinstance(model, list):
        return [members_of(*pair) for pair in zip(found, model, strict=True)]
    return found


def client(kind, server, key=emulator.ORDINARY, **more):
    config = Config(
        access_key_id=key.id,
        access_key_secret=key.secret,
        security_token=key.token,
        endpoint=server.address,
        protocol="http",
        region_id=REGION,
        **more,
    )
    return kind(config)


def all_pages(asked, **filters):
    """Every image of a region, as the client's model has it."""
    images, number = [], 1
    while True:
        request = ecs.DescribeImagesRequest(
            region_id=REGION, page_number=number, page_size=100, **filters
        )
        page = asked.describe_images(request).body
        images += [image.to_map() for image in page.images.image]
        if number * 100 >= page.total_count:
            return images
        number += 1


def one_page(asked):
    return asked.describe_images(ecs.DescribeImagesRequest(region_id=REGION))


def infos(asked, **filters):
    body = asked.describe_image_infos(ens.DescribeImageInfosRequest(**filters)).body
    return [image.to_map() for image in body.images.image]


def error_of(call, *arguments, **named):
    """The error that the client raises, or a stand-in that says there was none."""
    try:
        call(*arguments, **named)
    except AlibabaCloudException as error:
        return error
    return mock.Mock(code="no error", status_code=200)


def refusals(checks, name, kind, server, call):
    """What every service refuses alike."""
    for what, key, code in REFUSED_KEYS:
        with checks.check(name, "is refused " + what):
            same(error_of(call, client(kind, server, key)).code, code)
    with checks.check(name, "is refused a stale time"):
        with mock.patch.object(Utils, "get_timestamp", lambda: "2026-01-02T03:04:05Z"):
            same(error_of(call, client(kind, server)).code, "InvalidTimeStamp.Expired")
    with checks.check(name, "is refused a used nonce"):
        with mock.patch.object(Utils, "get_nonce", lambda: "nonce of " + name):
            call(client(kind, server))
            same(error_of(call, client(kind, server)).code, "SignatureNonceUsed")
    with checks.check(name, "may use a temporary key"):
        call(client(kind, server, emulator.TEMPORARY))


def run_ecs(checks, server):
    name = "alibabacloud-ecs20140526"
    asked = client(Ecs, server)

    with checks.check(name, "lists the same pages as cloudq"):
        rows = all_pages(asked)
        same(len(rows), emulator.IMAGES)
        same(rows, emulator.images(server.endpoint, "alibaba-ecs"), ("client", "cloudq"))
    for what, ours, theirs in FILTERS:
        with checks.check(name, "filters by %s as cloudq does" % what):
            rows = some(all_pages(asked, **ours))
            expected = emulator.images(server.endpoint, "alibaba-ecs", *theirs)
            same(rows, expected, ("client", "cloudq"))

    with checks.check(name, "finds the newest of a family as cloudq does"):
        request = ecs.DescribeImageFromFamilyRequest(region_id=REGION, image_family="web")
        image = asked.describe_image_from_family(request).body.image.to_map()
        arguments = ["images", "latest", "--family", "web", "--raw", "-r", REGION]
        newest = emulator.run(server.endpoint, arguments)
        newest = newest[0] if isinstance(newest, list) else newest
        # cloudq shows the image as lists have it, with more members.
        wanted = members_of(newest["provider_raw"], image)
        wanted.update(dict.fromkeys(EMPTY_IN_FAMILY, ""))
        same(image, wanted, ("client", "cloudq"))
    with checks.check(name, "finds nothing in an empty family"):
        request = ecs.DescribeImageFromFamilyRequest(region_id=REGION, image_family="nobody")
        same(asked.describe_image_from_family(request).body.image, None)
    with checks.check(name, "lists the same regions as cloudq"):
        request = ecs.DescribeRegionsRequest(accept_language="en-US")
        regions = asked.describe_regions(request).body.regions.region
        rows = [[region.region_id, region.local_name, region.region_endpoint] for region in regions]
        ours = emulator.run(server.endpoint, ["regions"])
        ours = [[region["id"], region["name"], region["endpoint"]] for region in ours]
        same(sorted(some(rows)), sorted(ours), ("client", "cloudq"))

    for what, arguments, status, code in [
        ("an unknown region", {"region_id": "xx-nowhere"}, 404, "InvalidRegionId.NotFound"),
        ("too large a page", {"region_id": REGION, "page_size": 101}, 400, "InvalidParameter"),
        ("an unknown system", {"region_id": REGION, "ostype": "plan9"}, 404, "InvalidOSType"),
        ("a dry run", {"region_id": REGION, "dry_run": True}, 400, "DryRunOperation"),
    ]:
        with checks.check(name, "meets the error of " + what):
            error = error_of(asked.describe_images, ecs.DescribeImagesRequest(**arguments))
            same([error.status_code, error.code], [status, code])
    with checks.check(name, "is denied what the key may not do"):
        error = error_of(one_page, client(Ecs, server, emulator.DENIED))
        found = [error.status_code, error.code, error.access_denied_detail["AuthAction"]]
        same(found, [403, "Forbidden.RAM", "ecs:DescribeImages"])
    refusals(checks, name, Ecs, server, one_page)


def run_throttled(checks):
    name = "alibabacloud-ecs20140526"
    with emulator.Emulator("--fault", "throttle-hint:1") as server:
        with checks.check(name, "is told how long to wait when throttled"):
            error = error_of(one_page, client(Ecs, server))
            same(type(error).__name__, ThrottlingException.__name__)
            same([error.code, error.retry_after], ["Throttling.User", 200])


def run_ens(checks, server):
    name = "alibabacloud-ens20171110"
    asked = client(Ens, server)

    with checks.check(name, "lists the same images as cloudq"):
        rows = infos(asked)
        same(len(rows), emulator.IMAGES)
        same(rows, emulator.images(server.endpoint, "alibaba-ens"), ("client", "cloudq"))
    with checks.check(name, "filters by a system as cloudq does"):
        rows = some(infos(asked, os_type="windows"))
        ours = emulator.images(server.endpoint, "alibaba-ens", "--os-type", "windows")
        same(rows, ours, ("client", "cloudq"))
    with checks.check(name, "meets the error of an unknown system"):
        error = error_of(infos, asked, os_type="plan9")
        same([error.status_code, error.code], [400, "InvalidParameter.OsType"])
    with checks.check(name, "is denied what the key may not do"):
        error = error_of(infos, client(Ens, server, emulator.DENIED))
        same([error.status_code, error.code], [400, "NoPermission"])
    refusals(checks, name, Ens, server, infos)


def run(checks):
    with emulator.Emulator() as server:
        run_ecs(checks, server)
        run_ens(checks, server)
    run_throttled(checks)
