#!/usr/bin/env python3
"""Lists all images with Alibaba Cloud's official SDK, page after page.

It is the loop that users write: a client, a page number, on until the total
is reached. It prints the id of each image, which is less work than what
`cloudq` prints beside it.
"""

import os

from alibabacloud_ecs20140526.client import Client
from alibabacloud_ecs20140526.models import DescribeImagesRequest
from alibabacloud_tea_openapi.utils_models import Config

PAGE_SIZE = 100


def main():
    region = os.environ["ALIBABA_CLOUD_REGION_ID"]
    protocol, _, host = os.environ["CLOUDQ_ENDPOINT"].partition("://")
    config = Config(
        access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        endpoint=host,
        protocol=protocol,
        region_id=region,
    )
    client = Client(config)
    number, total = 1, 1
    while (number - 1) * PAGE_SIZE < total:
        request = DescribeImagesRequest(
            region_id=region, page_number=number, page_size=PAGE_SIZE
        )
        page = client.describe_images(request).body
        for image in page.images.image:
            print(image.image_id)
        total = page.total_count
        number += 1


main()
