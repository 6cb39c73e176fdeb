# SPDX-License-Identifier: Apache-2.0
"""Electronics, lamps and machines of homes and offices."""

from __future__ import annotations

from ws3d_model.worlds.words.entry import read_entries

ENTRIES = read_entries(
    """
television: tv, flat television, television set, flat panel television, flat tv
  unseen: flat screen; looks: black; in: appliance, electronic device
monitor: computer monitor, computer screen, pc monitor
  unseen: display; looks: black; parts: stand
computer tower: desktop computer, pc case, computer case
  unseen: desktop case; looks: black
keyboard: computer keyboard, keyboard for typing, pc keyboard
  unseen: typing keys; looks: black, white
computer mouse: wireless mouse, mouse, optical mouse
  unseen: pointing device; looks: black, white
printer: copier, laser printer, photo printer, document copier
  unseen: photocopier; looks: white, grey; in: office equipment, electronic device, clutter
laptop: notebook computer, laptop computer, mobile computer
  unseen: portable computer; looks: grey, black
tablet: tablet computer, ipad, touch screen tablet
  unseen: tablet pc; looks: black
tablet stand: tablet holder, tablet mount, stand for a tablet
  unseen: tablet support; looks: black
telephone: phone, office phone, landline phone
  unseen: desk telephone; looks: black
mobile phone: smartphone, cell phone, cellphone
  unseen: cellular telephone; looks: black
loudspeaker: speaker, audio speaker, stereo speaker, smart speaker
  unseen: bluetooth speaker; looks: black
headphones: earphones, headset, over-ear headphones
  unseen: stereo headset; looks: black
projector: video projector, movie projector, data projector
  unseen: overhead projector; looks: white; in: office equipment, electronic device
projection screen: cinema screen, pull-down screen, film screen
  unseen: movie screen; looks: white; in: office equipment
remote control: tv remote, remote controller, remote
  unseen: tv controller; looks: black
game console: video game console, gaming console, home game console
  unseen: playstation; looks: black
radio: stereo radio, portable radio, fm radio
  unseen: radio receiver; looks: black
camera: security camera, surveillance camera, digital camera
  unseen: cctv camera; looks: black, white
router: wifi router, modem, network router
  unseen: wireless access point; looks: white, black
server rack: computer rack, network rack, data rack
  unseen: data centre rack; looks: black, metal; in: office equipment
fan: electric fan, standing fan, cooling fan
  unseen: pedestal fan; looks: white; in: appliance, electronic device
vacuum cleaner: hoover, vacuum, upright vacuum
  unseen: cordless vacuum; looks: red, black; in: appliance
clothes iron: steam iron, flat iron, electric iron
  unseen: laundry iron; looks: plastic; in: appliance, clutter
hair dryer: blow dryer, hairdryer, hair blower
  unseen: blow-drying gun; looks: plastic; in: appliance, clutter
sewing machine: sewing device, stitching machine, electric sewing machine
  unseen: needlework machine; looks: white; in: appliance
lamp: light, standing lamp, reading lamp, electric light, room light, lamp with light bulb
  unseen: light fixture; looks: white; parts: shade, base; in: clutter, lighting
pendant lamp: hanging lamp, chandelier, suspended lamp, pendant
  unseen: hanging light; kind of: lamp; looks: glass, white; in: lighting
spotlight: track light, stage light, recessed spot
  unseen: spot light; looks: black, white; in: lighting
candle: wax candle, candlestick, candle holder
  unseen: scented candle; looks: white, wax; in: decoration, clutter
clock: alarm clock, round clock, time clock
  unseen: timepiece; looks: white; parts: hands, dial; in: decoration, clutter
cable: power cable, electric cord, extension cord
  unseen: power cord; looks: black
power strip: extension strip, multiple socket strip, surge protector
  unseen: multi-plug adapter; looks: white, plastic
shredder: paper shredder, document shredder, office shredder
  unseen: shredding machine; looks: black; in: office equipment
scanner: document scanner, flatbed scanner, image scanner
  unseen: photo scanner; looks: grey; in: office equipment, clutter
""",
    world="room",
    groups=("electronic device", "clutter"),
)
