# SPDX-License-Identifier: Apache-2.0
"""Street furniture: poles, signs, lights, fences and what else stands along streets."""

from __future__ import annotations

from ws3d_model.worlds.words.entry import read_entries

ENTRIES = read_entries(
    """
pole: metal pole, steel pole, upright pole
  unseen: thin pole; looks: metal; in: street furniture, pole-like object
street light: streetlight, street lantern, lamppost, streetlamp, roadside lantern
  unseen: lighting pole; kind of: pole; looks: metal; parts: lantern, shaft
  in: street furniture, pole-like object, lighting
utility pole: power pole, telegraph pole, wooden power line pole
  unseen: electricity pole; kind of: pole; looks: wooden; in: street furniture, pole-like object
flagpole: tall banner pole, ceremonial pole, pole with a banner
  unseen: pole for a flag; kind of: pole; in: street furniture, pole-like object
flag: hanging banner, national flag, pennant
  unseen: ensign; looks: fabric
traffic light: traffic signal, stop light, red and green signal
  unseen: stoplight; looks: black, yellow; in: street furniture, pole-like object
traffic sign: street name sign, stop sign, speed limit sign, direction sign
  unseen: road sign; kind of: sign; looks: metal; in: street furniture, pole-like object
billboard: advertising hoarding, advertisement panel, advertising board
  unseen: large advertisement; looks: colourful
advertising column: advertising pillar, round poster column, street poster column
  unseen: advertisement column; looks: colourful
construction fence: site fence, mesh construction fence, construction site fence
  unseen: temporary site fence; kind of: fence; looks: metal; stuff
  in: street furniture, barrier-like object
shipping container: freight container, cargo container, sea container
  unseen: steel cargo container; looks: metal, blue; in: street furniture, container
portable toilet: portaloo, chemical toilet, toilet cabin
  unseen: mobile toilet; looks: blue, plastic
bollard: street bollard, traffic bollard, metal bollard
  unseen: safety bollard; kind of: pole; looks: metal; in: street furniture, pole-like object
fence: wooden fence, wire fence, picket fence, garden fence
  unseen: fencing; looks: wooden, metal; stuff; in: street furniture, barrier-like object
gate: garden gate, metal gate, entrance gate, yard gate
  unseen: gate in a fence; kind of: fence; looks: metal, wooden
  in: street furniture, barrier-like object
guard rail: crash rail, highway guardrail, steel guardrail
  unseen: crash guardrail; kind of: fence; looks: metal; stuff
  in: street furniture, barrier-like object
barrier: street barrier, traffic barrier, construction barrier, crowd barrier
  unseen: roadblock; looks: red, white; in: street furniture, barrier-like object
jersey barrier: concrete barrier, concrete lane barrier, concrete block barrier
  unseen: concrete traffic barrier; kind of: barrier; looks: concrete
  in: street furniture, barrier-like object
traffic cone: construction cone, safety cone, warning cone, pylon
  unseen: road works cone; looks: orange; in: street furniture, barrier-like object
traffic drum: construction drum, street work drum, striped safety drum
  unseen: road work drum; looks: orange; in: street furniture, barrier-like object
mailbox: letterbox, street letter deposit, street mailbox
  unseen: postbox; looks: red, blue
fire hydrant: hydrant, red street hydrant, street hydrant, fire brigade hydrant
  unseen: emergency hydrant; looks: red
dumpster: garbage container, skip, refuse container, garbage bin on wheels
  unseen: trash dumpster; looks: green, metal
recycling bin: recycling container, wheelie bin, bin for recycling, glass recycling bin
  unseen: recycling box; looks: green, blue
bus stop: bus shelter, passenger shelter, glass waiting shelter
  unseen: transit shelter; looks: glass
phone booth: public phone booth, payphone, payphone booth
  unseen: telephone booth; looks: red
kiosk: newsstand, street stall, market stall
  unseen: street kiosk; looks: wooden
parking meter: parking ticket dispenser, parking ticket machine, parking pay station
  unseen: parking payment column; looks: grey
utility box: electrical box, street switch box, roadside utility enclosure
  unseen: power distribution box; looks: grey
bicycle rack: bike rack, bike stand, bike parking stand
  unseen: cycle stand; looks: metal
fountain: stone fountain, street fountain, garden fountain
  unseen: water feature; looks: stone; left out
planter: flower planter, concrete planter, flower trough
  unseen: planter box; looks: concrete, stone
charging station: electric vehicle charger, ev charger, charging point
  unseen: charging pillar; looks: white
fuel pump: petrol pump, gas pump, fuel dispenser
  unseen: gasoline pump; looks: red
swing: children's swing, playground swing, swing set
  unseen: swing frame; looks: metal; in: playground equipment
playground slide: slide, children's slide, chute
  unseen: kids slide; looks: plastic; in: playground equipment
climbing frame: jungle gym, monkey bars, playground climber
  unseen: climbing apparatus; looks: metal; in: playground equipment
trampoline: garden trampoline, bouncing mat frame, jumping mat
  unseen: jumping trampoline; looks: black; in: playground equipment
satellite dish: satellite antenna, parabolic antenna, tv antenna
  unseen: sat receiver dish; looks: white; world: none
parasol: sun canopy on a stand, patio parasol, standing sun shelter, terrace sunshade
  unseen: garden parasol; looks: fabric
barbecue: bbq grill, charcoal grill, garden grill
  unseen: barbie grill; looks: black
""",
    world="street",
    groups=("street furniture",),
)
