# SPDX-License-Identifier: Apache-2.0
"""Hospitals, shops, schools, warehouses and gyms."""

from __future__ import annotations

from ws3d_model.worlds.words.entry import read_entries

ENTRIES = read_entries(
    """
hospital bed: patient bed, medical bed, adjustable sick bed
  unseen: ward bed; kind of: bed; looks: white, metal; parts: side rails, wheels
  in: medical equipment, furniture
examination table: medical exam table, treatment table, doctor's table
  unseen: patient examination table; kind of: table; looks: white; in: medical equipment, furniture
stretcher: gurney, rolling stretcher, rescue stretcher
  unseen: medical stretcher; looks: metal; parts: wheels; world: none
wheelchair: hospital wheelchair, invalid carriage, manual wheelchair
  unseen: electric wheelchair; looks: black, metal; parts: wheels, armrests; world: both
iv stand: infusion stand, drip stand, iv drip holder
  unseen: infusion rack; looks: metal
medical monitor: patient vital signs device, heart rate device, ecg machine
  unseen: patient monitor; looks: white; in: medical equipment, electronic device
walking frame: walker, walking aid, rollator
  unseen: walker frame; looks: metal
first aid kit: bandage kit, first aid case, medical kit
  unseen: emergency kit; looks: white, red
reception desk: front desk, information desk, nurse desk, lobby desk
  unseen: reception counter; kind of: desk; looks: wooden, white; in: furniture
shop shelf: supermarket shelf, store shelf, grocery shelf
  unseen: retail shelf; kind of: shelf; looks: metal, white; in: shop equipment, furniture
showcase: glass showcase, shop showcase, vitrine
  unseen: museum showcase; looks: glass; in: shop equipment, furniture
exhibition plinth: exhibition pedestal, product pedestal, showroom cube
  unseen: showroom pedestal; looks: white; in: shop equipment
cash register: till, cashier machine, shop till
  unseen: cash till; looks: black; in: shop equipment, electronic device
checkout: cashier counter, supermarket checkout, conveyor checkout
  unseen: checkout counter; kind of: counter; looks: grey; in: shop equipment
shopping cart: shopping trolley, supermarket cart, grocery cart
  unseen: shop cart; kind of: cart; looks: metal; parts: wheels, basket
  in: shop equipment; world: both
vending machine: snack machine, drinks machine, soda machine
  unseen: candy machine; looks: red, metal; in: shop equipment, appliance
chest freezer: shop freezer, ice cream chest, supermarket freezer
  unseen: commercial freezer; looks: white, metal; in: shop equipment, appliance
clothes rail: garment rail, rail with clothes, clothing rack in a shop
  unseen: dress rail; looks: metal; in: shop equipment
mannequin: shop dummy, clothing dummy, fashion figure
  unseen: dressmaker's dummy; looks: white; in: shop equipment
leaflet stand: price tag stand, advertising stand, flyer stand
  unseen: flyer holder; looks: white; in: shop equipment
atm: cash machine, cash dispenser, automated teller machine
  unseen: cash withdrawal machine; looks: blue, grey; in: shop equipment
turnstile: access turnstile, entrance turnstile, ticket turnstile
  unseen: turnstile gate; looks: metal; in: shop equipment
locker: lockers, metal locker, school locker
  unseen: storage locker; looks: metal, blue; in: furniture, storage furniture
lectern: speaker's lectern, podium, speech stand
  unseen: lecture podium; looks: wooden; in: furniture
school desk: pupil desk, student desk, classroom desk
  unseen: schoolroom desk; kind of: desk; looks: wooden; in: furniture
flip chart: flipchart, flip pad stand, presentation pad stand
  unseen: paper flip chart; looks: white; in: office equipment
waiting seats: airport seating, row seating, linked seating
  unseen: waiting room seating; looks: metal; in: furniture, seating
cart: trolley, utility cart, service trolley
  unseen: push cart; looks: metal; parts: wheels, handle; in: warehouse equipment
hand truck: sack truck, dolly, two-wheel hand trolley
  unseen: dolly cart; looks: metal; in: warehouse equipment
pallet: wooden pallet, shipping pallet, euro pallet
  unseen: wood pallet; looks: wooden; in: warehouse equipment
pallet jack: manual pallet mover, hand pallet jack, pallet lifter
  unseen: hydraulic pallet lifter; looks: yellow, red; in: warehouse equipment
forklift: load lifting vehicle, industrial lifter, warehouse forklift
  unseen: forklift truck; looks: yellow; in: warehouse equipment, vehicle
warehouse rack: storehouse rack, heavy-duty rack, industrial rack
  unseen: stockroom racking; kind of: shelf; looks: metal, blue; in: warehouse equipment
gas cylinder: gas tank, oxygen cylinder, propane tank
  unseen: compressed gas tank; looks: metal; in: warehouse equipment
robot: mobile robot, service robot, robot arm
  unseen: robotic machine; looks: white; in: warehouse equipment; world: none
""",
    world="room",
    groups=("medical equipment",),
)
