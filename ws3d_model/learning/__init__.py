# SPDX-License-Identifier: Apache-2.0
"""Learning: batches from scans, losses, and the loop that trains the network."""
