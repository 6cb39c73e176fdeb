# SPDX-License-Identifier: Apache-2.0
"""Kitchens and bathrooms: fixtures, appliances, dishes and what is washed with."""

from __future__ import annotations

from ws3d_model.worlds.words.entry import read_entries

ENTRIES = read_entries(
    """
sink: basin, kitchen sink, hand basin, bathroom sink, handbasin, bathroom handbasin, white handbasin
  unseen: washbasin; looks: white, ceramic, metal; parts: tap, drain; in: bathroom fixture
toilet: wc, bathroom toilet, toilet with tank, restroom toilet
  unseen: lavatory; looks: white, ceramic; parts: lid, tank; in: bathroom fixture
bathtub: bath, white bathtub, soaking bath
  unseen: tub; looks: white, ceramic; in: bathroom fixture
shower: shower booth, shower cubicle, shower stall
  unseen: shower enclosure; looks: glass, tiled; in: bathroom fixture
urinal: wall-mounted urinal, men's urinal, men's room urinal
  unseen: standing urinal; looks: white, ceramic; in: bathroom fixture
faucet: tap, bathroom tap, mixer tap
  unseen: spigot; looks: metal; in: bathroom fixture
shower curtain: plastic shower curtain, shower liner, bathroom curtain, curtain for a shower
  unseen: shower drape; kind of: curtain; looks: plastic, white; in: textile
towel rack: towel rail, towel bar, towel holder
  unseen: towel hanger rail; looks: metal; in: bathroom fixture
toilet paper: toilet roll, toilet tissue, roll of tissue
  unseen: bathroom tissue; looks: white, paper
soap dispenser: hand soap dispenser, soap pump, liquid soap dispenser
  unseen: hand wash pump; looks: plastic, white
paper towel: kitchen roll, absorbent roll, paper towel dispenser
  unseen: paper towels; looks: white, paper
paper dispenser: tissue dispenser, folded tissue dispenser, restroom tissue holder
  unseen: dispenser of paper; looks: white, plastic; in: bathroom fixture
hand dryer: electric hand dryer, warm air dryer, washroom dryer
  unseen: air hand drier; looks: white, metal; in: appliance, bathroom fixture
boiler: gas boiler, hot water tank, heating boiler
  unseen: hot water boiler; looks: white, metal; in: appliance
refrigerator: freezer, kitchen refrigerator, food cooling appliance
  unseen: fridge; looks: white, metal; parts: door, handle; in: appliance
stove: oven, cooker, gas stove, kitchen stove, kitchen cooking appliance, kitchen oven, kitchen hob
  unseen: kitchen range; looks: black, metal; parts: burners, knobs; in: appliance
microwave: microwave appliance, microwave oven, small oven that heats food
  unseen: small heating appliance; looks: black, white; in: appliance, clutter
washing machine: laundry machine, laundry washing machine, laundry dryer
  unseen: washer; looks: white, metal; parts: door, drum; in: appliance
dishwasher: dish washing machine, dishwashing appliance, automatic dish cleaner
  unseen: dish cleaning machine; looks: white, metal; in: appliance; left out
range hood: cooker hood, extractor hood, kitchen hood
  unseen: exhaust hood; looks: metal; in: appliance
coffee maker: coffee machine, espresso machine, coffee brewer
  unseen: coffee percolator; looks: black, metal; in: appliance, kitchenware
toaster: slice toaster, pop-up toaster, toast maker
  unseen: toasting appliance; looks: metal; in: appliance, kitchenware
kettle: electric kettle, whistling kettle, tea kettle
  unseen: cordless kettle; looks: metal, plastic; in: appliance, kitchenware
blender: food blender, juice blender, kitchen mixer
  unseen: food processor; looks: plastic, metal; in: appliance, kitchenware
rice cooker: rice steamer, electric rice pot, rice steaming pot
  unseen: rice boiler; looks: white, plastic; in: appliance, kitchenware
water cooler: water dispenser, drinking water dispenser, bottled water dispenser
  unseen: drinking fountain; looks: white, plastic; in: appliance
cup: mug, drinking glass, coffee mug, beaker, whisky glass, drinking beaker
  unseen: tumbler; looks: ceramic, glass; parts: handle; in: kitchenware, clutter
bottle: drink bottle, glass bottle, plastic bottle
  unseen: flask; looks: glass, plastic; parts: cap; in: kitchenware, clutter
bowl: soup bowl, salad bowl, mixing bowl
  unseen: cereal bowl; looks: ceramic; in: kitchenware, clutter
plate: dinner plate, dish, porcelain plate
  unseen: platter; looks: ceramic, white; in: kitchenware, clutter
tray: serving tray, food tray, tea tray
  unseen: breakfast tray; looks: plastic, wooden; in: kitchenware, clutter
cooking pot: saucepan, stockpot, casserole
  unseen: stew pot; looks: metal; parts: handle, lid; in: kitchenware, clutter
frying pan: skillet, pan, griddle pan
  unseen: fry pan; looks: black, metal; parts: handle; in: kitchenware, clutter
pan lid: pot lid, saucepan lid, cookware lid
  unseen: lid of a pan; looks: metal, glass; in: kitchenware, clutter
utensil rack: hanging utensils, utensil rail, kitchen tool rail
  unseen: utensil hanger; looks: metal; in: kitchenware, clutter
jar: glass jar, jam jar, storage jar
  unseen: mason jar; looks: glass; parts: lid; in: kitchenware, clutter
pitcher: jug, juice jug, milk jug
  unseen: water pitcher; looks: glass, plastic; parts: handle; in: kitchenware, clutter
teapot: tea pot, china teapot, pot of tea
  unseen: tea urn; looks: ceramic; parts: spout, handle; in: kitchenware, clutter
wine glass: stemware, champagne glass, glass of wine
  unseen: champagne flute; looks: glass; in: kitchenware, clutter
fork: dinner fork, eating fork, salad fork
  unseen: table fork; looks: metal; in: kitchenware, clutter
spoon: tablespoon, teaspoon, cereal spoon
  unseen: dessert spoon; looks: metal, wooden; in: kitchenware, clutter
knife: kitchen knife, steak knife, chef's knife
  unseen: carving knife; looks: metal; in: kitchenware, clutter
knife block: block of knives, block for kitchen knives, knives in a block
  unseen: knife holder; looks: wooden; in: kitchenware, clutter
spatula: turner, cooking spatula, kitchen turner
  unseen: pancake turner; looks: plastic, metal; in: kitchenware, clutter
cutting board: chopping board, vegetable board, wooden chopping block
  unseen: butcher block; looks: wooden, plastic; in: kitchenware, clutter
tin can: food can, soup can, canned food
  unseen: tinned food; looks: metal; in: food, clutter
spice rack: seasoning holder, spice holder, spice jars
  unseen: condiment set; looks: wooden; in: kitchenware, clutter
dish rack: dish drying rack, rack for dishes, dish drainer
  unseen: dish drying stand; looks: metal, plastic; in: kitchenware, clutter
sponge: kitchen sponge, cleaning sponge, dish sponge
  unseen: scrubbing sponge; looks: yellow, foam
soap: bar of soap, soap bar, piece of soap
  unseen: cleansing bar; looks: white
shampoo: shampoo container, hair shampoo, hair wash
  unseen: hair cleanser; looks: plastic
toothpaste: toothpaste tube, tube of toothpaste, dental paste
  unseen: dentifrice; looks: white, plastic
toothbrush: electric toothbrush, tooth brush, brush for teeth
  unseen: dental brush; looks: plastic
cleaning spray: cleaner spray, bleach, detergent, household cleaner
  unseen: disinfectant; looks: plastic
bathroom scale: weighing scale, scales, body weight scale
  unseen: weighing machine; looks: glass, white
laundry basket: laundry hamper, hamper, washing basket
  unseen: clothes hamper; kind of: basket; looks: woven, plastic; in: container, clutter
ironing board: folding ironing board, pressing board, laundry ironing board
  unseen: ironing stand; looks: fabric
clothes rack: drying rack, clothes airer, laundry drying rack
  unseen: clothes drying stand; looks: metal, white
""",
    world="room",
    groups=("clutter",),
)
