# SPDX-License-Identifier: Apache-2.0
"""Plants and rocks outdoors."""

from __future__ import annotations

from ws3d_model.worlds.words.entry import read_entries

ENTRIES = read_entries(
    """
tree: broadleaf tree, tree crown, street tree, park tree, tree with leaves
  unseen: deciduous tree; looks: green; parts: trunk, crown, branches
tree trunk: trunk, tree stem, tree bark
  unseen: trunk of a tree; kind of: tree; looks: brown
conifer: pine tree, fir tree, spruce
  unseen: evergreen; kind of: tree; looks: green
palm tree: palm, coconut palm, date palm
  unseen: tropical palm; kind of: tree; looks: green
bush: shrub, garden shrub, thicket
  unseen: shrubbery; looks: green
hedge: garden hedge, clipped hedge, hedgerow
  unseen: boxwood hedge; looks: green; stuff
ivy: climbing vine, creeper, climbing ivy
  unseen: ivy vine; looks: green; stuff
tall weeds: weeds, high weeds, nettles
  unseen: undergrowth; looks: green; stuff; world: none
flower bed: garden blossoms, flowering garden plot, blossoms
  unseen: flowerbed; looks: colourful
tree stump: stump, cut-off stump, sawn stump
  unseen: stump of a tree; kind of: tree trunk; looks: brown
log: felled log, wooden log, pile of logs
  unseen: timber log; looks: brown
rock: boulder, large stone, stone block
  unseen: big rock; looks: grey; in: natural object
leaf pile: pile of leaves, fallen leaves, heap of leaves
  unseen: autumn leaves; looks: brown; in: natural object
""",
    world="street",
    groups=("vegetation",),
)
