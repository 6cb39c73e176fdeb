# SPDX-License-Identifier: Apache-2.0
"""What can be replayed as topics: recorded bags, and folders of frames."""
