#!/usr/bin/env python3
"""Writes a curl config (`curl -K`) with freshly signed URLs of image pages.

The URLs are GET calls of DescribeImages, signed as HMAC-SHA1 parameters (RPC
v1). The service takes a signature only once, so every run of curl needs new
ones. Address, region and key come from the variables that
`cloudq sandbox serve` prints.
"""

import argparse
import base64
import hashlib
import hmac
import os
import secrets
import time
from urllib.parse import quote


def encode(text):
    """Percent-encodes all but letters, digits and - _ . ~"""
    return quote(text, safe="-_.~")


def signed_url(endpoint, region, page, size, language):
    secret = os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]
    parameters = {
        "AccessKeyId": os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        "Action": "DescribeImages",
        "Format": language,
        "PageNumber": str(page),
        "PageSize": str(size),
        "RegionId": region,
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": secrets.token_hex(16),
        "SignatureVersion": "1.0",
        "Timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "Version": "2014-05-26",
    }
    query = "&".join(
        f"{encode(name)}={encode(value)}" for name, value in sorted(parameters.items())
    )
    text = f"GET&{encode('/')}&{encode(query)}"
    digest = hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha1).digest()
    signature = encode(base64.b64encode(digest).decode())
    return f"{endpoint}/?{query}&Signature={signature}"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int, help="pages 1 to this one")
    parser.add_argument("file", help="where the URLs are written")
    parser.add_argument("--times", type=int, default=1, help="how often each page is asked for")
    parser.add_argument("--size", type=int, default=100, help="images on a page")
    parser.add_argument("--format", default="JSON", help="JSON or XML")
    parser.add_argument(
        "--places",
        help="a file with an address and a region on each line, instead of the variables' one",
    )
    return parser.parse_args()


def main():
    given = arguments()
    if given.places is None:
        places = [(os.environ["CLOUDQ_ENDPOINT"], os.environ["ALIBABA_CLOUD_REGION_ID"])]
    else:
        with open(given.places, encoding="utf-8") as file:
            places = [line.split() for line in file]
    with open(given.file, "w", encoding="utf-8") as file:
        for _ in range(given.times):
            for page in range(1, given.pages + 1):
                for endpoint, region in places:
                    url = signed_url(endpoint, region, page, given.size, given.format)
                    file.write(f'url = "{url}"\n')


main()
