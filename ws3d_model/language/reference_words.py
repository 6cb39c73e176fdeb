# SPDX-License-Identifier: Apache-2.0
"""Words against which a requested word is judged: does it name a thing that a sensor can see?

A sentence encoder gives every string a vector, nonsense and abstract words too. A word that lies
nearer to `FOILS` than to the trained words and `THINGS` earns no label (see `text_space`).
"""

from __future__ import annotations

import re


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.split(r",\s+", text.strip()))


THINGS = _words(
    """
    air conditioner, apple, appliance, awning, ball, banner, barrel, barrier, basket, bath mat,
    bathroom fixture, beam, bench, bird, blanket, boat, bollard, book, bowl, bread, brick, broom,
    bucket, building, building element, bus, cable, candlestick, car, card, carpet, cart, cat,
    ceiling light, child, construction material, container, crane, crate, cushion, cutlery,
    decoration, dishwasher, display case, dog, drain, drum, duct, easel, electronic device,
    elevator, engine, equipment, fabric, fan, fence, fire hydrant, fireplace, flag, flower pot,
    food, football, forklift, frame, fruit, furniture, fuse box, garage, gate, glove, grass,
    guitar, hair dryer, hammer, handrail, hat, hedge, helmet, horse, hose, house, jacket, jar,
    kerb, kettle, key, kitchen appliance, kitchenware, knife, ladder, lamp post, lid, litter,
    lock, loudspeaker, machine, mailbox, mat, metal pipe, motorcycle, notebook, office supplies,
    ornament, outdoor furniture, oven, package, paint can, pallet, pan, paper, part of a building,
    path, pen, phone, piano, pillar, plank, plate, plug, plumbing fixture, pole, power tool,
    railing, remote control, road, robot, rock, roof, room divider, rope, router, sanitary ware,
    scales, scissors, screen, sculpture, sewing machine, shopping cart, shovel, shutter, sidewalk,
    sign, skateboard, smoke detector, soap, socket, speaker, spoon, stairs, stationery, statue,
    step, stone, storage unit, stroller, structural element, suitcase, surface, switch, tank, tap,
    telephone, tent, tile, tool box, toothbrush, toy, traffic cone, traffic light, train, tray,
    tree, truck, tube, tyre, umbrella, utensil, vacuum cleaner, van, vase, vegetable, vehicle,
    vending machine, vent, wall decoration, wall opening, watch, water, wheel, wine glass, wire,
    woman, wood, workbench
    """
)

_ABSTRACT = _words(
    """
    above, although, always, anger, argument, atom, autumn, because, biology, bright, century,
    chemistry, childhood, climbing, comedy, contract, courage, crime, culture, database, debt,
    decision, disease, eating, economics, education, election, electricity, emotion, energy,
    evolution, failure, feature, football match, freedom, friendship, geography, government,
    grammar, health, hello, history, hope, idea, insurance, interest rate, internet protocol,
    knowledge, language, large, laughing, laughter, law, march, mathematical proof, mathematics,
    maybe, meaning, measurement, melody, method, monday, narrow, never, new, news, number,
    opinion, oxygen, peace, percent, poem, poetry, politics, pressure, probability, problem,
    programming, quality, quickly, random, red, running, sadness, salary, shouting, sleeping,
    slowly, society, soft, software, solution, speed, success, symphony, tax, temperature,
    thank you, the second world war, theory, thinking, thousand, truth, twelve, under, universe,
    verb, war, weekly, wisdom, writing
    """
)

_NONSENSE = _words(  # random syllables and letters
    """
    qihca quzop, hukwi bufan, kaadar, gqtjlzu, kovow diskes, curpej nejwe, ceve, cojwi,
    goczaq puhu, kodox, fmblyqjz, alvtkmkn, xozdu vunze, giwvax lidxo, qibe, nuxmur, lwzdo,
    hegeg tewpov, lkmvv, yqjcogp, xabxubo, acjc, rihox, lallemot, hiwan pucfe, hopu qupda,
    vawxip satne, piboz, jofif xocap, jaxcos jegi, xupcacoq, hodsam, techa zina, qilomun,
    cerzet biza, zoqtogrip, labewko, bujzozno, guxe, wchkxb, alqlhp, dexe vopdod
    """
)

FOILS = _ABSTRACT + _NONSENSE
