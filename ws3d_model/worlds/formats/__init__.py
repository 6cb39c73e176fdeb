# SPDX-License-Identifier: Apache-2.0
"""What is written of scenes: training shards, folders of benchmarks, and a page of pictures."""
