# SPDX-License-Identifier: Apache-2.0
"""Small things that lie about: paper, containers, decoration, tools, toys and sports."""

from __future__ import annotations

from ws3d_model.worlds.words.entry import read_entries

ENTRIES = read_entries(
    """
pillow: cushion, soft pillow, throw cushion, back support pillow
  unseen: bolster; looks: fabric, white; in: textile, clutter
blanket: throw blanket, quilt, duvet, bedspread
  unseen: comforter; looks: fabric; in: textile, clutter
box: cardboard box, carton, shipping carton
  unseen: package; looks: cardboard, brown; in: container, clutter
box pile: pile of boxes, stacked cartons, heap of cartons
  unseen: carton stack; kind of: box; looks: cardboard, brown; in: container, clutter
storage container: plastic container, open container, stackable container
  unseen: storage bin; kind of: box; looks: plastic; in: container, clutter
trash can: garbage can, waste bin, rubbish bin, waste paper bin, trash bin, office waste bin
  unseen: wastebasket; looks: plastic, metal; in: container, clutter; world: both
basket: wicker basket, woven basket, storage basket
  unseen: straw basket; looks: woven; in: container, clutter
bucket: pail, plastic bucket, cleaning bucket
  unseen: water pail; looks: plastic; parts: handle; in: container, clutter
crate: plastic crate, wooden crate, transport crate
  unseen: milk crate; looks: plastic, wooden; in: container, clutter
barrel: drum, oil drum, wooden barrel
  unseen: wine barrel; looks: metal, wooden; in: container, clutter
plant: potted plant, house plant, indoor plant, leafy plant, leafy greenery
  unseen: foliage; looks: green; parts: leaves, pot, stem; in: vegetation, clutter
flowers: bunch of flowers, flower bouquet, cut flowers
  unseen: floral arrangement; looks: colourful; in: decoration, clutter
vase: flower vase, ceramic vase, glass vase
  unseen: decorative vase; looks: ceramic, glass; in: decoration, clutter
flower pot: clay pot, terracotta pot, empty pot
  unseen: flowerpot; looks: terracotta; in: container, clutter
statue: sculpture, figurine, bust
  unseen: carved figure; looks: stone, bronze; in: decoration; world: both
photo frame: small standing frame, family photo frame, photograph frame
  unseen: photo holder; kind of: picture; looks: wooden; in: decoration, clutter
globe: world globe, school globe, earth globe
  unseen: terrestrial sphere; looks: blue; in: decoration, clutter
books: stack of books, hardcover book, book, row of books
  unseen: novels; looks: colourful, paper; in: stationery, clutter
paper sheets: sheet of paper, documents, paper stack, writing paper, paper
  unseen: papers; looks: white; in: stationery, clutter
magazine: newspaper, brochure, journal
  unseen: periodical; looks: paper; in: stationery, clutter
binder: ring binder, file folder, document folder
  unseen: paper folder; looks: cardboard; in: stationery, clutter
pen: ballpoint pen, pencil, writing pen
  unseen: ink pen; looks: blue, black; in: stationery, clutter
marker: felt-tip marker, highlighter, permanent marker pen
  unseen: felt tip; kind of: pen; looks: colourful; in: stationery, clutter
correction pen: correction fluid, white-out pen, correction tape
  unseen: correction marker; kind of: pen; looks: white; in: stationery, clutter
stapler: office stapler, paper stapler, stapling device
  unseen: staple gun; looks: black, metal; in: stationery, clutter
scissors: pair of scissors, paper scissors, cutting scissors
  unseen: shears; looks: metal; in: stationery, clutter
glue: glue stick, glue tube, adhesive, liquid glue
  unseen: paste stick; looks: white; in: stationery, clutter
bookend: book holder, book support, metal bookend
  unseen: bookends; looks: metal; in: stationery, clutter
desk organizer: stationery organizer, pencil holder, desktop organizer
  unseen: desk tidy; looks: black; in: stationery, clutter
magazine holder: file holder, magazine file, upright file
  unseen: magazine rack; looks: cardboard; in: stationery, clutter
calculator: pocket calculator, scientific calculator, electronic calculator
  unseen: desktop calculator; looks: black; in: stationery, clutter
apple: red apple, green apple, apple fruit
  unseen: apples; looks: red, green; in: fruit, food, clutter
banana: yellow banana, banana fruit, banana bunch
  unseen: bananas; looks: yellow; in: fruit, food, clutter
orange fruit: citrus orange, tangerine, mandarin
  unseen: oranges; looks: orange; in: fruit, food, clutter
lemon: yellow lemon, lime, lemon fruit
  unseen: lemon citrus; looks: yellow; in: fruit, food, clutter
peach: peach fruit, nectarine, plum, apricot
  unseen: stone fruit; looks: orange, pink; in: fruit, food, clutter
pear: green pear, pear fruit, ripe pear
  unseen: williams pear; looks: green; in: fruit, food, clutter; left out
strawberry: red strawberry, berry, strawberries
  unseen: garden berry; looks: red; in: fruit, food, clutter
bread: loaf of bread, bread loaf, bread roll
  unseen: bread slices; looks: brown; in: food, clutter
food box: cereal carton, cracker packet, sugar packet, snack packet
  unseen: cereal packet; kind of: box; looks: cardboard, colourful; in: food, clutter
cake: birthday cake, pie, pastry
  unseen: chocolate cake; looks: brown; in: food, clutter
hammer: claw hammer, mallet, nail hammer
  unseen: sledgehammer; looks: metal, wooden; in: tool, clutter
screwdriver: flat screwdriver, phillips screwdriver, cross-head screwdriver
  unseen: screw driver; looks: metal, plastic; in: tool, clutter
drill: power drill, electric drill, cordless drill
  unseen: drilling machine; looks: plastic; in: tool, clutter
wrench: spanner, pliers, adjustable wrench
  unseen: monkey wrench; looks: metal; in: tool, clutter
clamp: spring clamp, bar clamp, clamping tool
  unseen: vise clamp; looks: metal; in: tool, clutter
saw: hand saw, handsaw, wood saw
  unseen: carpenter saw; looks: metal; in: tool, clutter
padlock: lock, metal lock, combination lock
  unseen: hasp lock; looks: metal; in: tool, clutter
chain: metal chain, steel chain, chain links
  unseen: linked metal rings; looks: metal; in: tool, clutter
toolbox: tool chest, tool case, tool container
  unseen: tool kit; looks: metal, plastic; in: tool, container, clutter
ladder: step ladder, stepladder, folding ladder
  unseen: aluminium ladder; looks: metal; in: tool
broom: brush, sweeping broom, hand broom
  unseen: broomstick; looks: wooden; in: tool, clutter
mop: floor-cleaning mop, wet mop, cleaning mop
  unseen: floor mop; looks: white; in: tool, clutter
shovel: spade, garden shovel, digging shovel
  unseen: garden spade; looks: metal; in: tool, clutter
loose brick: brick, red brick, clay brick
  unseen: building brick; looks: red; in: tool, clutter
hose: garden hose, rubber hose, watering hose
  unseen: hosepipe; looks: green; in: tool, clutter
rope: coil of rope, cord of hemp, twisted rope
  unseen: climbing rope; looks: brown; in: tool, clutter
toy: children's toy, plaything, wooden toy
  unseen: toy figure; looks: colourful, plastic; in: toys and sports, clutter
teddy bear: stuffed toy bear, plush toy, stuffed animal
  unseen: cuddly bear; kind of: toy; looks: brown; in: toys and sports, clutter
toy blocks: wooden blocks, toy bricks, rubik's cube, puzzle cube
  unseen: lego; kind of: toy; looks: colourful; in: toys and sports, clutter
deck of cards: playing cards, pack of cards, card game
  unseen: poker cards; kind of: toy; looks: paper; in: toys and sports, clutter
ball: sports ball, football, basketball, tennis ball
  unseen: soccer sphere; looks: colourful; in: toys and sports, clutter
dumbbell: hand weight, free weight, barbell
  unseen: kettlebell; looks: black; in: toys and sports, clutter
exercise machine: treadmill, exercise bike trainer, fitness equipment
  unseen: elliptical trainer; looks: black; in: toys and sports
skateboard: longboard, skate board, board with wheels
  unseen: skate deck; looks: wooden; in: toys and sports, clutter
guitar: acoustic guitar, electric guitar, bass guitar
  unseen: ukulele; looks: wooden; in: musical instrument
drum kit: set of drums, snare, percussion set
  unseen: drum set; looks: metal; in: musical instrument
easel: art easel, canvas stand, artist's easel
  unseen: painting easel; looks: wooden; in: decoration
tissue box: box of tissues, pack of tissues, facial tissues pack
  unseen: boxed tissues; kind of: box; looks: paper; in: clutter
""",
    world="room",
    groups=("clutter",),
)
