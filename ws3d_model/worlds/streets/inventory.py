# SPDX-License-Identifier: Apache-2.0
"""Inventory: the classes that streets are made with; others of the catalog come from assets."""

from __future__ import annotations

# Ground; the kerb, lane markings and crosswalks belong to it.
GROUND: tuple[str, ...] = (
    *("road", "lane marking", "crosswalk", "parking lot", "bike lane", "driveway", "sidewalk"),
    *("curb", "path", "grass", "terrain", "rail track", "plaza", "gravel", "soil", "sand"),
)
# Everything on it.
THINGS: tuple[str, ...] = (
    *("building", "fence", "wall", "guard rail", "construction fence", "hedge", "gate"),
    *("tree", "conifer", "palm tree", "tree trunk", "ivy", "bush", "planter", "flower bed"),
    *("tree stump", "log", "rock", "leaf pile"),
    *("pole", "utility pole", "flagpole", "flag", "street light", "traffic light", "traffic sign"),
    *("bus stop", "bollard", "fire hydrant", "mailbox", "utility box", "advertising column"),
    *("billboard", "parking meter", "phone booth", "charging station", "bicycle rack", "bench"),
    *("dumpster", "recycling bin", "trash can", "kiosk", "fuel pump", "fountain", "statue"),
    *("picnic table", "table", "parasol", "playground slide", "swing", "climbing frame"),
    *("trampoline", "barbecue", "wheelbarrow", "shed", "greenhouse", "tent"),
    *("car", "suv", "taxi", "police car", "van", "ambulance", "pickup truck", "truck"),
    *("garbage truck", "fire truck", "bus", "tram", "trailer", "caravan", "tractor"),
    *("excavator", "crane", "motorcycle", "bicycle", "kick scooter", "cyclist", "motorcyclist"),
    *("person", "child", "worker", "wheelchair", "stroller", "shopping cart"),
    *("dog", "cat", "cow", "horse", "sheep", "deer", "bird"),
    *("barrier", "jersey barrier", "traffic cone", "traffic drum", "scaffolding"),
    *("shipping container", "portable toilet", "speed bump"),
)
CLASSES: tuple[str, ...] = (*GROUND, *THINGS)
