# SPDX-License-Identifier: Apache-2.0
"""People, what they wear and what they carry."""

from __future__ import annotations

from ws3d_model.worlds.words.entry import read_entries

ENTRIES = read_entries(
    """
person: human, standing person, man, woman, upright person
  unseen: pedestrian; parts: head, arm, leg; world: both; in: none
child: kid, boy, girl
  unseen: toddler; kind of: person; world: both; in: none
worker: construction worker, workman, person in a safety vest
  unseen: labourer; kind of: person; world: street; in: none
cyclist: bicyclist, bike rider, person riding a bike
  unseen: pedaller; kind of: person; world: street; in: rider, two-wheeler
motorcyclist: motorbike rider, person riding a motorbike, helmeted rider
  unseen: motorcycle driver; kind of: person; world: street; in: rider, two-wheeler
clothes: clothing, pile of clothes, jacket, shirt
  unseen: garments; looks: fabric
coat: hanging coat, overcoat, winter coat
  unseen: raincoat; kind of: clothes; looks: fabric
towel: hanging towel, folded towel, bath towel, hand towel, face cloth, bathroom cloth
  unseen: washcloth; looks: fabric; in: textile, clutter
shoes: pair of shoes, sneakers, boots
  unseen: footwear; looks: leather
hat: cap, baseball cap, straw hat
  unseen: sun hat; looks: fabric
backpack: bag, rucksack, leather bag, shoulder pack
  unseen: satchel; looks: fabric; in: luggage, clutter
handbag: purse, shoulder bag, tote bag
  unseen: hand bag; looks: leather; in: luggage, clutter
suitcase: travel suitcase, trolley case, travel case
  unseen: rolling luggage; looks: plastic; parts: wheels, handle; in: luggage, clutter
shopping bag: paper bag, carrier bag, plastic bag
  unseen: grocery bag; looks: paper, plastic; in: luggage, clutter
umbrella: folded umbrella, rain umbrella, open umbrella
  unseen: foldable umbrella; looks: fabric
helmet: bike helmet, protective helmet, safety helmet
  unseen: motorcycle helmet; looks: plastic
stroller: baby carriage, pushchair, pram, baby pushchair
  unseen: baby stroller; looks: fabric; world: both; in: none
""",
    world="room",
    groups=("clutter",),
)
