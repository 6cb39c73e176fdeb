# SPDX-License-Identifier: Apache-2.0
"""Names of what may be fastened to walls, ceilings or other things; all else has to stand."""

from __future__ import annotations

FASTENED = frozenset(
    {
        *("door", "sliding door", "garage door", "elevator", "window", "windowsill", "gate"),
        *("curtain", "blinds", "shower curtain", "picture", "photo frame", "mirror", "clock"),
        *("whiteboard", "notice board", "television", "projection screen", "projector"),
        *("radiator", "air conditioner", "vent", "boiler", "fireplace", "pipe", "cable", "beam"),
        *("column", "glass wall", "railing", "lamp", "pendant lamp", "spotlight", "fan"),
        *("camera", "loudspeaker", "smoke detector", "light switch", "power socket", "fuse box"),
        *("sign", "fire extinguisher", "first aid kit", "telephone", "router"),
        *("shelf", "spice rack", "utensil rack", "wine rack", "coat rack", "towel rack"),
        *(
            "cabinet",
            "kitchen cabinet",
            "range hood",
            "sink",
            "toilet",
            "urinal",
            "faucet",
            "shower",
        ),
        *("water cooler", "soap dispenser", "paper towel", "paper dispenser", "toilet paper"),
        *("hand dryer", "towel", "clothes", "coat", "hat", "umbrella", "handbag"),
        *("plant", "flower pot", "flowers", "ivy", "flag"),
        *("traffic sign", "traffic light", "street light", "billboard"),
    }
)
