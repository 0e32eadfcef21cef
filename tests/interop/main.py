"""Runs all checks; tests/interop/run prepares what it needs."""

import logging
import sys
import time

import alibaba_acs3
import alibaba_credentials
import alibaba_files
import alibaba_rpc_v1
import cloudq_signatures
import tencent_credentials
import tencent_files
import tencent_sdk
import tencent_tccli
from checks import Checks

SUITES = [
    alibaba_acs3,
    alibaba_rpc_v1,
    alibaba_credentials,
    alibaba_files,
    tencent_sdk,
    tencent_credentials,
    tencent_tccli,
    tencent_files,
    cloudq_signatures,
]


def main():
    # The clients log the refusals that the checks want of them.
    logging.disable(logging.CRITICAL)
    checks = Checks()
    for suite in SUITES:
        start = time.monotonic()
        suite.run(checks)
        print("== %s: %.1f s" % (suite.__name__, time.monotonic() - start), flush=True)
    if checks.failed:
        print("%d official-client checks failed:" % len(checks.failed))
        for name in checks.failed:
            print("    " + name)
        return 1
    print("%d official-client checks passed" % checks.passed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
