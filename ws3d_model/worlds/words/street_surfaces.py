# SPDX-License-Identifier: Apache-2.0
"""What lies and stands on the land: surfaces of streets, and what is built there."""

from __future__ import annotations

from ws3d_model.worlds.words.entry import read_entries

ENTRIES = read_entries(
    """
road: street, asphalt road, roadway, driving lane
  unseen: motorway; looks: grey, asphalt; stuff
sidewalk: pavement, paved side strip for walking, raised pavement, sidewalk slabs
  unseen: pedestrian walkway; looks: grey, paved; stuff
parking lot: parking, parking space, parking bay, parking place
  unseen: car park; looks: asphalt; stuff
driveway: house driveway, paved driveway, house entry lane
  unseen: car driveway; kind of: parking lot; looks: paved; stuff
bike lane: cycle lane, bike track, cycle track
  unseen: cycleway; kind of: road; looks: red; stuff
crosswalk: zebra crossing, marked street crossing, zebra stripes
  unseen: pedestrian crossing; kind of: road; looks: white; stuff
lane marking: road marking, lane line, street line marking, arrow marking
  unseen: road line; kind of: road; looks: white; stuff
curb: kerb, kerbstone, curbstone, raised stone border
  unseen: curb edge; kind of: sidewalk; looks: grey, stone; stuff
traffic island: median strip, raised island, refuge island
  unseen: pedestrian island; looks: grey; stuff; world: none
plaza: town square, paved square, cobbled square
  unseen: public square; looks: paved; stuff
manhole cover: manhole, drain cover, storm drain
  unseen: sewer cover; looks: metal; world: none
rail track: railway track, rails, railroad, streetcar rails
  unseen: train tracks; looks: metal; stuff
path: footpath, garden path, unpaved track, dirt track
  unseen: trail; looks: brown, gravel; stuff
speed bump: speed hump, sleeping policeman, road bump
  unseen: traffic calming hump; kind of: road; looks: asphalt
terrain: open land, field, rough terrain, natural terrain
  unseen: countryside land; looks: green, brown; stuff; in: natural surface
grass: lawn, grass verge, meadow, short grass
  unseen: turf; kind of: terrain; looks: green; stuff; in: natural surface
soil: dirt, earth, bare dirt, mud
  unseen: topsoil; kind of: terrain; looks: brown; stuff; in: natural surface
gravel: pebbles, crushed stones, loose gravel
  unseen: gravel stones; kind of: terrain; looks: grey; stuff; in: natural surface
sand: sandpit sand, beach sand, sandy area
  unseen: dunes; kind of: terrain; looks: yellow; stuff; in: natural surface
snow: snow cover, fresh snow, snowdrift
  unseen: snowy area; kind of: terrain; looks: white; stuff; in: natural surface; world: none
pond: puddle, river, stream of water
  unseen: lake; looks: blue; stuff; in: natural surface; world: none
building: house, apartment building, office building, block of flats
  unseen: edifice, residential house; looks: brick, plaster; parts: roof, windows, doors; stuff
  in: built structure
roof: house roof, tiled roof, gable roof
  unseen: rooftop; looks: red, tiled; stuff; in: built structure; world: none
balcony: house balcony, terrace, protruding balcony
  unseen: apartment balcony; looks: concrete; stuff; in: built structure; world: none
shed: garden shed, hut, wooden shed
  unseen: tool shed; looks: wooden; in: built structure
garage: parking garage, carport, garage building
  unseen: home garage; kind of: building; looks: white; stuff; in: built structure; world: none
bridge: highway bridge, overpass, footbridge
  unseen: viaduct; looks: concrete; stuff; in: built structure; world: none
tunnel: underpass, tunnel entrance, street tunnel
  unseen: subterranean passage; looks: concrete; stuff; in: built structure; world: none
garden wall: stone garden wall, boundary wall, brick garden wall
  unseen: yard wall; kind of: wall; looks: brick, stone; stuff; in: built structure; world: none
retaining wall: concrete retaining wall, embankment wall, terraced wall
  unseen: retention wall; kind of: wall; looks: concrete; stuff; in: built structure; world: none
shop front: storefront, shop glazing, shop facade
  unseen: store facade; looks: glass; stuff; in: built structure; world: none
awning: shop awning, canopy, striped canopy
  unseen: sun awning; looks: fabric; in: built structure; world: none
chimney: brick chimney, chimney stack, smoke stack
  unseen: chimney pot; looks: brick; in: built structure; world: none
greenhouse: glass house for plants, conservatory, hothouse
  unseen: glass greenhouse; looks: glass; in: built structure
tent: camping tent, market tent, pavilion tent
  unseen: marquee tent; looks: fabric; in: built structure
scaffolding: construction scaffold, scaffold, scaffold tubes
  unseen: scaffolding frame; looks: metal; in: built structure
""",
    world="street",
    groups=("paved surface",),
)
