# SPDX-License-Identifier: Apache-2.0
"""Inventory of what hangs on walls and from ceilings."""

from __future__ import annotations

from ws3d_model.worlds.furniture import (
    climate,
    decor,
    kitchen_things,
    office_things,
    stairs,
    wall_boards,
    wall_fittings,
    wall_hangings,
    washroom,
)
from ws3d_model.worlds.furniture.item import Item, item

# A line or two an item; the formatter would take six.
# fmt: off
WALL_ITEMS: tuple[Item, ...] = (
    item("range hood", kitchen_things.range_hood, "on wall", "kitchen 0.4", (1.45, 1.7)),
    item("urinal", washroom.urinal, "on wall", "bathroom 0.2", (0.3, 0.6)),
    item("fan", climate.ceiling_fan, "ceiling", "home 0.15; cafe 0.2; hospital ward 0.1"),
    item("air conditioner", climate.air_conditioner, "on wall",
         "home 0.2; work 0.25; shop 0.2; care 0.2", (1.9, 2.3)),
    item("boiler", climate.boiler, "on wall",
         "bathroom 0.15; kitchen 0.15; laundry 0.25", (1.1, 1.4)),
    item("lamp", decor.ceiling_panel, "ceiling",
         "work 0.8; care 0.8; goods, corridor, gym 0.8"),
    item("television", wall_hangings.hung_television, "on wall",
         "home 0.5; work 0.3; care 0.5; cafe 0.2; gym 0.4", (0.9, 1.6)),
    item("projector", office_things.hung_projector, "ceiling", "meeting room 0.5; classroom 0.6"),
    item("projection screen", wall_boards.projection_screen, "on wall",
         "meeting room 0.5; classroom 0.5; living room 0.04", (0.7, 1.0)),
    item("picture", wall_hangings.picture, "on wall",
         "all 0.4; home 1.2; corridor 0.8; waiting room 0.8;"
         " storeroom, warehouse 0.05", (0.9, 1.6)),
    item("whiteboard", wall_hangings.wall_whiteboard, "on wall",
         "office 0.6; meeting room 0.9; classroom 1.2; child's room 0.1", (0.7, 1.0)),
    item("notice board", wall_boards.notice_board, "on wall",
         "office, care, gym 0.3; classroom, corridor 0.5; child's room 0.2", (0.8, 1.4)),
    item("mirror", wall_hangings.mirror, "on wall",
         "bathroom 0.8; bedroom 0.4; corridor 0.3; gym 0.6; shop 0.3", (0.4, 1.2)),
    item("shelf", wall_hangings.wall_shelf, "on wall",
         "home 0.5; kitchen 0.5; office 0.3; cafe 0.3; wet 0.3", (1.1, 1.8)),
    item("towel", wall_hangings.hung_towel, "on wall",
         "bathroom 0.9; laundry 0.2; kitchen 0.2; gym 0.2", (0.7, 1.1)),
    item("clothes", wall_hangings.hung_clothes, "on wall",
         "corridor 0.5; bedroom 0.3; classroom 0.3; office 0.2", (0.6, 1.0)),
    item("curtain", wall_boards.wall_curtain, "on wall",
         "home 0.25; hospital ward 0.5; hospital room 0.3; shop 0.1; classroom 0.1", (0.0, 0.12)),
    item("clock", wall_fittings.clock, "on wall",
         "all 0.2; work 0.4; kitchen 0.4; waiting room 0.5", (1.5, 2.1)),
    item("light switch", wall_fittings.light_switch, "on wall", "all 0.6", (0.95, 1.2)),
    item("power socket", wall_fittings.power_socket, "on wall", "all 0.7", (0.15, 1.1)),
    item("sign", wall_fittings.exit_sign, "on wall", "public 0.4", (1.9, 2.25)),
    item("vent", wall_fittings.vent, "on wall", "all 0.2", (0.1, 2.2)),
    item("fire extinguisher", wall_fittings.fire_extinguisher, "on wall",
         "public 0.35; corridor 0.8; storeroom 0.3; warehouse 0.8; kitchen 0.08", (0.4, 1.0)),
    item("soap dispenser", wall_fittings.soap_dispenser, "on wall",
         "bathroom 0.4; care 0.6; corridor 0.15; cafe 0.1", (0.9, 1.2)),
    item("paper dispenser", wall_fittings.paper_dispenser, "on wall",
         "bathroom 0.4; care 0.5; classroom 0.1; kitchen 0.1", (1.0, 1.3)),
    item("hand dryer", wall_fittings.hand_dryer, "on wall", "bathroom 0.2", (0.85, 1.2)),
    item("fuse box", wall_fittings.electrical_panel, "on wall",
         "corridor 0.25; storeroom, warehouse 0.35; laundry 0.25; office 0.05; shop 0.1",
         (0.8, 1.4)),
    item("camera", wall_fittings.security_camera, "on wall",
         "shop 0.4; corridor 0.3; office 0.05", (2.0, 2.25)),
    item("railing", stairs.handrail, "on wall",
         "care 0.4; corridor 0.4; bathroom 0.2", (0.75, 0.95)),
)
# fmt: on
