# SPDX-License-Identifier: Apache-2.0
"""Road: the cross-section of a street laid on the ground: lanes, bays, kerbs, verges, sidewalks."""

from __future__ import annotations

from dataclasses import dataclass, field

from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.streets import materials
from ws3d_model.worlds.streets.ground import Ground, Span
from ws3d_model.worlds.streets.site import Site


@dataclass(frozen=True)
class Profile:
    """What a kind of street may have; chances 0..1, lengths in metres.

    Attributes:
        half: half the width of the carriageway.
        bays, angled: parking bays along the kerb, and across it.
        bike, verge, sidewalk: chances.
        walk: width of the sidewalk.
        setback: from the sidewalk's inner edge to the buildings.
        kerb: chance of any kerb, and its height.
        tram: chance of tracks in the road.
    """

    half: Span
    bays: float
    angled: float
    bike: float
    verge: float
    sidewalk: float
    walk: Span
    setback: Span
    kerb: tuple[float, Span] = (0.95, (0.04, 0.17))
    tram: float = 0.0


PROFILES = {
    "residential street": Profile((2.4, 3.8), 0.4, 0.12, 0.05, 0.4, 0.92, (1.2, 2.4), (1.0, 7.0)),
    "city street": Profile((3.2, 7.0), 0.5, 0.15, 0.35, 0.2, 1.0, (2.2, 5.0), (0.0, 1.0), tram=0.4),
    "crossing": Profile((3.2, 6.5), 0.25, 0.05, 0.25, 0.2, 1.0, (1.8, 4.5), (0.0, 4.0), tram=0.3),
    "suburban road": Profile((3.0, 5.0), 0.15, 0.05, 0.3, 0.75, 0.8, (1.4, 2.4), (3.0, 12.0)),
    "country road": Profile(
        (2.2, 4.0), 0.0, 0.0, 0.05, 0.9, 0.12, (1.2, 2.0), (6.0, 14.0), (0.15, (0.0, 0.1))
    ),
}


@dataclass(frozen=True)
class Side:
    """One side of the street; distances from the crown, metres.

    Attributes:
        sign: +1 left of the street's direction, -1 right.
        kerb: edge of the road with its bays.
        level: height of the kerb.
        edge: where private land begins.
        line: where buildings begin.
        bay, bike, verge, walk: spans, None where there is none.
        angled: whether cars park across the bay.
    """

    sign: int
    kerb: float
    level: float
    edge: float
    line: float
    bay: Span | None = None
    bike: Span | None = None
    verge: Span | None = None
    walk: Span | None = None
    angled: bool = False


@dataclass(frozen=True)
class Junction:
    """A road that joins or crosses: its place along the street, half width, and sides."""

    along: float
    half: float
    signs: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Road:
    """A street that is laid: where things may stand and drive.

    Attributes:
        kind: key of PROFILES.
        site: ground and things.
        half: half width of the carriageway, metres.
        lanes: place across and direction (+1 along the street, -1 against it) of every lane.
        sides: left and right.
        junctions: roads that join.
        drives: places along the street of driveways, with their side.
        tarmac: paint of the carriageway.
    """

    kind: str
    site: Site
    half: float
    lanes: tuple[tuple[float, int], ...]
    sides: tuple[Side, Side]
    tarmac: Paint
    junctions: tuple[Junction, ...] = ()
    drives: list[tuple[float, int]] = field(default_factory=list)
    tram: bool = False

    def is_clear(self, along: float, side: int, margin: float) -> bool:
        """Whether a place at the side of the road is away from junctions and driveways."""
        for junction in self.junctions:
            if (
                side in junction.signs
                and abs(along - junction.along) < junction.half + margin + 1.0
            ):
                return False
        return all(s != side or abs(along - u) > 1.6 + margin for u, s in self.drives)


def lay_road(
    site: Site, kind: str, half: float, reach: float, junctions: tuple[Junction, ...]
) -> Road:
    """Lay the carriageway and both sides of a street from end to end.

    Args:
        site: its ground is still bare.
        kind: key of PROFILES.
        half: half width of the carriageway; the course must know it for its camber.
        reach: how far the street goes each way, metres.
        junctions: roads that cross or join.
    """
    design, ground, profile = site.design, site.ground, PROFILES[kind]
    whole, tarmac = (-reach, reach), materials.asphalt(design)
    stone, paved = materials.kerbstone(design), materials.paving(design)
    turf = materials.turf(design)
    sides = tuple(
        _lay_side(ground, site, profile, sign, half, (tarmac, stone, paved, turf), reach)
        for sign in (1, -1)
    )
    ground.lay("road", whole, (-half, half), 0.0, tarmac)
    count = max(int(2 * half / design.uniform(2.9, 3.6)), 1)
    hand = -1 if design.chance(0.75) else 1  # right-hand traffic keeps to negative `across`
    width = 2 * half / count
    lanes = []
    for number in range(count):
        across = -half + (number + 0.5) * width
        direction = design.choose((-1, 1)) if count == 1 else (hand if across > 0 else -hand)
        lanes.append((across, direction))
    tram = half > 4.2 and design.chance(profile.tram)
    road = Road(kind, site, half, tuple(lanes), (sides[0], sides[1]), tarmac, junctions, tram=tram)
    if tram:
        _lay_rails(road, reach)
    for junction in junctions:
        _lay_junction(road, junction, stone, paved)
    return road


def _lay_side(
    ground: Ground,
    site: Site,
    profile: Profile,
    sign: int,
    half: float,
    paints: tuple[Paint, Paint, Paint, Paint],
    reach: float,
) -> Side:
    design, (tarmac, stone, paved, turf) = site.design, paints
    whole = (-reach, reach)

    def strip(name: str, span: Span, level: float, paint: Paint, roughness: float = 0.0) -> None:
        ground.lay(name, whole, (sign * span[0], sign * span[1]), level, paint, roughness)

    at, bike, bay, verge, walk = half, None, None, None, None
    if design.chance(profile.bike):
        bike = (at, at + design.uniform(1.2, 2.0))
        red = design.paint("brick", material="asphalt")._replace(infrared=design.uniform(0.15, 0.3))
        strip("bike lane", bike, 0.0, red if design.chance(0.6) else tarmac)
        at = bike[1]
    angled = design.chance(profile.angled)
    if angled or design.chance(profile.bays):
        bay = (at, at + (design.uniform(4.8, 5.4) if angled else design.uniform(1.95, 2.4)))
        strip("parking lot", bay, 0.0, paved if design.chance(0.4) else tarmac)
        at = bay[1]
    kerb, has_kerb = at, design.chance(profile.kerb[0])
    level = design.uniform(*profile.kerb[1]) if has_kerb else 0.0
    if has_kerb:
        width = design.uniform(0.1, 0.3)
        if design.chance(0.3):  # rounded: a lower step before the upper one
            strip("curb", (at, at + 0.05), level * 0.6, stone)
        strip("curb", (at + 0.001, at + width), level, stone)
        if design.chance(0.3):
            strip("curb", (at, at + 0.05), level * 0.6, stone)
        at += width
    if design.chance(profile.verge):
        verge = (at, at + design.uniform(0.8, 3.0))
        strip("grass", verge, level, turf, design.uniform(0.0, 0.02))
        at = verge[1]
    if design.chance(profile.sidewalk):
        walk = (at, at + design.uniform(*profile.walk))
        strip("sidewalk", walk, level, paved)
        at = walk[1]
    line = at + design.uniform(*profile.setback)
    if profile.half[0] > 3.1 and line - at > 0.2 and design.chance(0.6):
        strip("sidewalk", (at, line + 0.5), level, paved)
    elif line - at > 0.05:
        strip("grass", (at, line + 14.0), level, turf, design.uniform(0.0, 0.03))
    return Side(sign, kerb, level, at, line, bay, bike, verge, walk, angled)


def _lay_rails(road: Road, reach: float) -> None:
    """Two tracks along the middle."""
    ground, design = road.site.ground, road.site.design
    steel = design.paint("metal")._replace(infrared=0.35)
    bed = design.paint("concrete") if design.chance(0.4) else road.tarmac
    for middle in (-1.6, 1.6):
        ground.lay("rail track", (-reach, reach), (middle - 1.1, middle + 1.1), 0.0, bed)
        for rail in (-0.72, 0.72):
            span = (middle + rail - 0.05, middle + rail + 0.05)
            ground.lay("rail track", (-reach, reach), span, 0.0, steel)


def _lay_junction(road: Road, junction: Junction, stone: Paint, paved: Paint) -> None:
    """A side road with its sidewalks and rounded corners."""
    ground, design = road.site.ground, road.site.design
    u, half = junction.along, junction.half
    walk = design.uniform(1.4, 3.0)
    radius = design.uniform(1.0, 3.5)
    for sign in junction.signs:
        side = road.sides[0 if sign > 0 else 1]
        far = ground.across * sign
        for way in (-1, 1):
            near = u + way * half
            if side.walk is not None:
                start = sign * side.walk[1]
                ground.lay("sidewalk", (near, near + way * walk), (start, far), side.level, paved)
            if side.level > 0:
                ground.lay(
                    "curb", (near, near + way * 0.2), (sign * side.kerb, far), side.level, stone
                )
        ground.lay("road", (u - half, u + half), (sign * (road.half - 0.01), far), 0.0, road.tarmac)
        for way in (-1, 1):  # the corner's curve in five steps
            for step in range(5):
                drop = radius * (step + 0.5) / 5
                wide = radius - (radius**2 - (radius - drop) ** 2) ** 0.5
                edge = u + way * half
                start = side.kerb - 0.01 + radius * step / 5
                span = (sign * start, sign * (start + radius / 5))
                ground.lay("road", (edge - way * 0.01, edge + way * wide), span, 0.0, road.tarmac)
