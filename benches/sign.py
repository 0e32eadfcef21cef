#!/usr/bin/env python3
"""Writes a curl config (`curl -K`) with freshly signed URLs of image pages.

    sign.py PAGES FILE [TIMES [SIZE [FORMAT]]]

The URLs are GET calls of DescribeImages with 100 images a page, or SIZE, each
page as many TIMES as wanted, in JSON or the FORMAT named, signed as HMAC-SHA1
parameters (RPC v1). The service takes a signature only once, so every
run of curl needs new ones. Address, region and key come from the variables that
`cloudq sandbox serve` prints.
"""

import base64
import hashlib
import hmac
import os
import secrets
import sys
import time
from urllib.parse import quote


def encode(text):
    """Percent-encodes all but letters, digits and - _ . ~"""
    return quote(text, safe="-_.~")


def signed_url(page, size, language):
    secret = os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]
    parameters = {
        "AccessKeyId": os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        "Action": "DescribeImages",
        "Format": language,
        "PageNumber": str(page),
        "PageSize": str(size),
        "RegionId": os.environ["ALIBABA_CLOUD_REGION_ID"],
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
    return f"{os.environ['CLOUDQ_ENDPOINT']}/?{query}&Signature={signature}"


def main():
    pages, path = int(sys.argv[1]), sys.argv[2]
    times = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    size = int(sys.argv[4]) if len(sys.argv) > 4 else 100
    language = sys.argv[5] if len(sys.argv) > 5 else "JSON"
    with open(path, "w", encoding="utf-8") as file:
        for _ in range(times):
            for page in range(1, pages + 1):
                file.write(f'url = "{signed_url(page, size, language)}"\n')


main()
