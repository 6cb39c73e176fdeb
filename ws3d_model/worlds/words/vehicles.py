# SPDX-License-Identifier: Apache-2.0
"""Vehicles of streets and yards."""

from __future__ import annotations

from ws3d_model.worlds.words.entry import read_entries

ENTRIES = read_entries(
    """
car: passenger car, sedan, hatchback, parked car
  unseen: automobile; parts: wheels, windshield, doors
suv: sport utility vehicle, four-wheel drive, jeep
  unseen: crossover suv; kind of: car; parts: wheels
taxi: taxicab, yellow taxi, taxi cab
  unseen: cab for hire; kind of: car; looks: yellow
police car: police cruiser, patrol car, police vehicle
  unseen: squad car; kind of: car; looks: blue, white
van: delivery van, cargo van, transporter
  unseen: minivan; kind of: car; parts: wheels
truck: lorry, freight truck, cargo truck, heavy truck, tipper truck
  unseen: heavy goods vehicle; parts: wheels, cab, cargo bed
pickup truck: pickup, pick-up truck, utility pickup
  unseen: pick up truck; kind of: truck; parts: wheels, cargo bed
fire truck: fire engine, fire brigade truck, rescue truck
  unseen: firefighting vehicle; kind of: truck; looks: red
garbage truck: refuse truck, dustcart, waste collection truck
  unseen: trash truck; kind of: truck; looks: orange
ambulance: emergency ambulance, rescue service vehicle, medical emergency vehicle
  unseen: paramedic vehicle; looks: white, red
bus: city bus, public bus, double-decker, articulated bus
  unseen: coach bus; parts: wheels, windows; in: other vehicle, vehicle
tram: streetcar, light rail vehicle, tramway
  unseen: street tram; in: other vehicle, vehicle
train: railway train, locomotive, railway wagon
  unseen: passenger train; in: other vehicle, vehicle; world: none
trailer: cargo trailer, towed trailer, semi-trailer
  unseen: towed wagon; in: other vehicle, vehicle
caravan: camper, motorhome, holiday caravan
  unseen: recreational vehicle; in: other vehicle, vehicle; left out
tractor: farm tractor, agricultural tractor, farm machine
  unseen: farming vehicle; looks: green, red; in: other vehicle, vehicle
excavator: digger, construction vehicle, construction machine
  unseen: excavating machine; looks: yellow; in: other vehicle, vehicle
bulldozer: crawler, dozer, earth-pushing machine
  unseen: bulldozing machine; looks: yellow; in: other vehicle, vehicle; world: none
golf cart: golf buggy, golf course vehicle, golf vehicle
  unseen: golf car; in: other vehicle, vehicle; world: none
crane: construction crane, tower crane, mobile crane
  unseen: lifting crane; looks: yellow; in: other vehicle
bicycle: bike, pushbike, city bike, parked bike
  unseen: mountain bike; parts: wheels, handlebar, saddle; world: both; in: two-wheeler, vehicle
motorcycle: motorbike, motor scooter, moped, parked motorbike
  unseen: motor bike; parts: wheels, handlebar; in: two-wheeler, vehicle
kick scooter: e-scooter, electric scooter, standing scooter
  unseen: push scooter; in: two-wheeler, vehicle
tricycle: three-wheeler, cargo bike, rickshaw
  unseen: trike; in: two-wheeler, vehicle; world: none
boat: rowing boat, small ship, motorboat
  unseen: sailing boat; in: other vehicle, vehicle; world: none
wheelbarrow: barrow, garden wheelbarrow, garden barrow
  unseen: wheel barrow; looks: metal; parts: wheel; in: other vehicle
""",
    world="street",
    groups=("vehicle",),
)
