# SPDX-License-Identifier: Apache-2.0
"""Messages to values and back, one file a message; nothing here knows a node."""
