# SPDX-License-Identifier: Apache-2.0
"""Parts of buildings seen from inside, and what is fixed to their walls."""

from __future__ import annotations

from ws3d_model.worlds.words.entry import read_entries

ENTRIES = read_entries(
    """
wall: room wall, interior wall, dividing wall, divider wall, internal dividing wall
  unseen: partition; looks: white, plaster, brick, tiled; world: both; stuff
floor: flooring, floorboards, tiled floor, concrete floor, hard floor
  unseen: ground; looks: wooden, tiled, concrete; stuff
ceiling: room ceiling, plaster ceiling, ceiling panels, ceiling surface, upper room surface
  unseen: overhead surface; looks: white, plaster; stuff
door: room door, wooden door, entrance door
  unseen: doorway; looks: wooden, white, glass; parts: handle, frame, hinge
window: glass window, window frame, window with frame
  unseen: windowpane; looks: glass; parts: frame, glass, sill
curtain: fabric curtain, long curtain, hanging fabric panel
  unseen: drapes; looks: fabric; in: textile
picture: framed picture, poster, photograph, framed artwork, artwork, drawing, canvas print
  unseen: painting; looks: colourful, framed; parts: frame; in: decoration
whiteboard: board, blackboard, dry erase board
  unseen: chalkboard; looks: white, black, green; in: office equipment
column: pillar, structural column, round pillar
  unseen: post; looks: concrete, stone; parts: base, shaft
radiator: heater, heating radiator, heating panel, electric heater, convection heater
  unseen: convector; looks: white, metal; in: fixture
rug: carpet, mat, woven carpet
  unseen: area rug; looks: fabric, patterned; in: textile
blinds: venetian blinds, roller blind, sun blinds, slatted blinds
  unseen: shades; looks: plastic, fabric; in: textile
mirror: looking glass, framed mirror, bathroom mirror, reflecting mirror
  unseen: reflective glass; looks: glass; parts: frame; in: decoration
beam: structural beam, wooden crossbeam, steel girder
  unseen: support beam; looks: wooden, steel, concrete
stairs: staircase, stairway, flight of steps
  unseen: stairwell, stair treads; looks: wooden, concrete, stone; parts: step, riser
ramp: sloped access, access slope, access ramp
  unseen: inclined surface; looks: concrete, metal
railing: handrail, banister, stair rail, safety railing
  unseen: stair railing; looks: metal, wooden
skirting: baseboard, skirting board, trim strip at the bottom
  unseen: base trim; looks: white, wooden; stuff
cornice: crown moulding, decorative moulding, plaster moulding
  unseen: crown molding; looks: white, plaster; stuff
windowsill: sill, stone sill, inner sill
  unseen: sill ledge; looks: stone, white, wooden
glass wall: glazed wall, glass dividing wall, floor-to-top glazing
  unseen: glazed partition; kind of: wall; looks: glass
cubicle wall: office divider panel, cubicle panel, cubicle wall panel
  unseen: cubicle divider; kind of: wall; looks: fabric, grey
room divider: folding screen, privacy screen, freestanding screen
  unseen: folding divider; looks: wooden, fabric; in: furniture
sliding door: patio door, glass sliding door, folding door
  unseen: gliding door; kind of: door; looks: glass
garage door: roll-up door, roller door, overhead garage door
  unseen: overhead door; kind of: door; looks: metal, white
elevator: lift, elevator doors, lift entrance
  unseen: elevator cabin; looks: metal
fireplace: hearth, brick fireplace, open fire
  unseen: fireplace mantel; looks: stone, brick; in: fixture
air conditioner: air conditioning unit, aircon, cooling unit
  unseen: ac unit; looks: white, plastic; in: appliance
vent: air vent, ventilation grille, air grate
  unseen: ventilation duct; looks: metal, white; in: fixture
pipe: pipework, metal pipe, tube, drain pipe
  unseen: piping; looks: metal, plastic; in: fixture
light switch: switch, electric switch, dimmer switch
  unseen: toggle switch; looks: white, plastic; in: fixture
power socket: electrical outlet, power outlet, socket
  unseen: plug socket; looks: white, plastic; in: fixture
smoke detector: smoke alarm, fire alarm, fire detector
  unseen: smoke sensor; looks: white, plastic; in: fixture
fire extinguisher: red extinguisher, extinguisher, portable extinguisher
  unseen: foam extinguisher; looks: red; in: fixture
fuse box: electrical panel, circuit breaker panel, breaker panel
  unseen: breaker box; looks: grey, metal; in: fixture
notice board: bulletin board, pin board, cork board
  unseen: pinboard; looks: cork, fabric; in: office equipment
sign: signboard, information sign, exit sign, room number label
  unseen: signage; looks: plastic, metal; in: fixture
""",
    world="room",
    groups=("structural element",),
)
