# SPDX-License-Identifier: Apache-2.0
"""Streets and yards: ground, buildings, street furniture, vehicles, people, animals and plants."""
