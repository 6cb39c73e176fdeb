# SPDX-License-Identifier: Apache-2.0
"""Furniture of homes and offices."""

from __future__ import annotations

from ws3d_model.worlds.words.entry import read_entries

ENTRIES = read_entries(
    """
bed: double bed, single bed, bed with bedding, sleeping bed
  unseen: mattress; looks: wooden, fabric; parts: headboard, frame, legs
sofa: settee, loveseat, sectional sofa, upholstered sofa
  unseen: couch; looks: fabric, leather; parts: armrest, backrest, cushions; in: furniture, seating
chair: wooden chair, side chair, plastic chair, sitting chair
  unseen: seat; looks: wooden, plastic, metal; parts: legs, backrest; in: furniture, seating
office chair: swivel chair, rolling chair, ergonomic chair, work chair, computer chair
  unseen: task chair; kind of: chair; looks: black, fabric; parts: star base, castors, armrest
  in: furniture, seating
armchair: lounge chair, club chair, wing chair
  unseen: easy chair; kind of: chair; looks: fabric, leather; parts: armrest, backrest
  in: furniture, seating; left out
stool: bar stool, round stool, backless stool, step stool, three-legged stool
  unseen: footstool; looks: wooden, metal; parts: legs; in: furniture, seating
folding chair: camping chair, foldable chair, collapsible chair
  unseen: fold-up chair; kind of: chair; looks: metal, plastic; parts: legs; in: furniture, seating
rocking chair: rocker, rocking wooden chair, porch rocker
  unseen: glider rocker; kind of: chair; looks: wooden; parts: runners; in: furniture, seating
recliner: reclining chair, lift-up reclining chair, relaxing chair
  unseen: reclining sofa chair; kind of: chair; looks: leather, fabric; in: furniture, seating
bean bag: beanbag, soft floppy lounger, soft bean lounger
  unseen: bean bag chair; looks: fabric; in: furniture, seating
ottoman: upholstered pouf, hassock, soft footrest
  unseen: pouffe; looks: fabric, leather; in: furniture, seating; left out
high chair: baby high chair, infant feeding chair, feeding chair
  unseen: baby feeding booster; kind of: chair; looks: wooden, plastic; parts: tray
  in: furniture, seating
table: round table, meeting table, large table, eating table
  unseen: dining table; looks: wooden, glass; parts: legs, top; world: both
desk: work desk, office desk, computer desk, study desk, computer work desk, computer workplace
  unseen: workstation; looks: wooden, white; parts: legs, drawers, top
office cubicle: cubicle, desk with screens around, cubicle workplace
  unseen: cubicle desk; kind of: desk; looks: grey, fabric
coffee table: low table, side table, living room table, end table
  unseen: cocktail table; kind of: table; looks: wooden, glass; parts: legs, top
picnic table: outdoor wooden table, garden table, park table
  unseen: camping table; kind of: table; looks: wooden; parts: legs; world: street
table tennis table: ping pong table, ping-pong table, table tennis board
  unseen: indoor tennis table; kind of: table; looks: green, blue; parts: net
billiard table: pool table, snooker table, billiards table
  unseen: cue sports table; kind of: table; looks: green; parts: pockets
dressing table: vanity table, makeup table, vanity
  unseen: makeup vanity; kind of: table; looks: wooden, white; parts: mirror, drawers
workbench: craftsman worktop, joiner worktop, tool worktop
  unseen: work bench; looks: wooden, metal
cabinet: storage cabinet, cupboard, side cabinet, buffet cabinet, low wooden cupboard
  unseen: sideboard; looks: wooden, white; parts: doors, handles; in: furniture, storage furniture
kitchen cabinet: kitchen unit, kitchen base cabinet, fitted kitchen cabinet, kitchen storage cabinet
  unseen: kitchen cupboard; kind of: cabinet; looks: wooden, white; parts: doors, handles
  in: furniture, storage furniture
wardrobe: closet, built-in closet, clothing closet, antique wardrobe, bedroom closet
  unseen: armoire; kind of: cabinet; looks: wooden, white; parts: doors, handles
  in: furniture, storage furniture
bookshelf: library bookshelf, book rack, bookshelves
  unseen: bookcase; looks: wooden, white; parts: shelves; in: furniture, storage furniture
shelf: storage rack, shelving unit, shelving
  unseen: ledge; kind of: bookshelf; looks: wooden, metal; in: furniture, storage furniture
counter: kitchen counter, service counter, bar counter
  unseen: countertop; looks: stone, wooden
drinks bar: pub bar, home bar, standing bar
  unseen: tavern bar; kind of: counter; looks: wooden
dresser: chest of drawers, drawers, bedroom drawers
  unseen: bureau; kind of: cabinet; looks: wooden, white; parts: drawers, handles
  in: furniture, storage furniture
nightstand: bedside cabinet, bedside unit, night table, night stand
  unseen: bedside table; looks: wooden, white; parts: drawer; in: furniture, storage furniture
  left out
media console: media unit, low media cabinet, tv stand, tv cabinet
  unseen: credenza; kind of: cabinet; looks: wooden, white; in: furniture, storage furniture
file cabinet: filing cabinet, metal file cabinet, office filing cabinet
  unseen: filing drawers; kind of: cabinet; looks: grey, metal; parts: drawers
  in: furniture, storage furniture
china cabinet: glass cabinet, crockery cabinet, cabinet with glass doors
  unseen: crockery cupboard; kind of: cabinet; looks: wooden, glass
  in: furniture, storage furniture
shoe rack: shoe storing unit, shoe storing rack, entryway shoe rack
  unseen: shoe storage; looks: wooden, metal; in: furniture, storage furniture
coat rack: coat stand, coat hanger stand, garment hook stand
  unseen: coat hanger rack; looks: wooden, metal; parts: hooks
umbrella stand: umbrella holder, pot for umbrellas, stand for umbrellas
  unseen: umbrella rack; looks: metal, ceramic
wine rack: rack for wine, cellar rack, wine holder
  unseen: wine storage; looks: wooden, metal; in: furniture, storage furniture
bench: seating bench, long wooden bench, park bench
  unseen: pew; looks: wooden, metal; parts: legs; in: furniture, seating; world: both; left out
bunk bed: two-level bed, loft bed, beds one above the other
  unseen: bunks; kind of: bed; looks: wooden, metal; parts: ladder, frame
crib: baby cot, cot, infant sleeping cot
  unseen: cradle; looks: wooden, white; parts: bars; left out
piano: upright piano, grand piano, digital piano
  unseen: pianoforte; looks: black, wooden; parts: keys; in: musical instrument, furniture
aquarium: fish tank, glass fish tank, home fish tank
  unseen: fishbowl; looks: glass; in: decoration
""",
    world="room",
    groups=("furniture",),
)
