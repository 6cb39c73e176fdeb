# SPDX-License-Identifier: Apache-2.0
"""The page's own files: markup, style and scripts, put together by `page.py`."""
