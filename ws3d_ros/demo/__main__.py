# SPDX-License-Identifier: Apache-2.0
"""`python -m ws3d_ros.demo` is `ws3d-demo`."""

import sys

from ws3d_ros.demo.command import main

if __name__ == "__main__":
    sys.exit(main())
