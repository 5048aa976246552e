// The outline of Greece as one path of whole numbers, and the projection that made it, so that places can be put on it.
// Mercator, since its formula is short enough to be written again in Python (gazette/render/map.py).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoBounds, geoMercator, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { planarTriangleArea, presimplify, simplify } from "topojson-simplify";

const WIDTH = 600,
  MARGIN = 12,
  KEPT = 0.25,
  GREECE = "300";
const WEST = 19.2,
  EAST = 28.4,
  SOUTH = 34.7,
  NORTH = 41.8;

const world = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("world-atlas/countries-10m.json")));
const country = world.objects.countries.geometries.find((one) => one.id === GREECE);
const whole = { type: "Topology", transform: world.transform, arcs: world.arcs, objects: { greece: country } };
const used = new Set(
  JSON.stringify(country.arcs)
    .match(/-?\d+/g)
    .map((n) => (+n < 0 ? ~+n : +n)),
);
const only = {
  ...whole,
  arcs: whole.arcs.map((arc, place) =>
    used.has(place)
      ? arc
      : [
          [0, 0],
          [0, 0],
        ],
  ),
};
const weighed = presimplify(only, planarTriangleArea);
const weights = [...used].flatMap((place) => weighed.arcs[place].map((point) => point[2])).filter(Number.isFinite);
weights.sort((one, other) => other - one);
const least = weights[Math.floor(weights.length * KEPT)];
const rough = feature(simplify(weighed, least), "greece");
const fine = feature(only, "greece");

// An island that simplifying has eaten keeps its own, fine shape.
const shape = (polygons, place) => {
  const ring = polygons.geometry.coordinates[place]?.[0] ?? [];
  return new Set(ring.map(String)).size;
};
const polygons = fine.geometry.coordinates.map((own, place) =>
  shape(rough, place) >= 4 ? rough.geometry.coordinates[place] : own,
);
const greece = { type: "MultiPolygon", coordinates: polygons };

const frame = {
  type: "MultiPoint",
  coordinates: [
    [WEST, SOUTH],
    [EAST, NORTH],
  ],
};
const projection = geoMercator().fitWidth(WIDTH - 2 * MARGIN, frame);
const [[left, top], [, bottom]] = geoPath(projection).bounds(frame);
const [x, y] = projection.translate();
projection.translate([x + MARGIN - left, y + MARGIN - top]);
const height = Math.round(bottom - top + 2 * MARGIN);

let path = "";
for (const [ring] of polygons) {
  let last = null,
    drawn = "",
    count = 0;
  for (const place of ring.slice(0, -1)) {
    const here = projection(place).map(Math.round);
    if (last && here[0] === last[0] && here[1] === last[1]) continue;
    if (!last) drawn += `M${here[0]} ${here[1]}l`;
    else {
      drawn += `${here[0] - last[0]} ${here[1] - last[1]} `;
      count += 1;
    }
    last = here;
  }
  if (count >= 2) path += `${drawn.trim().replaceAll(" -", "-")}z`;
}

const [moved_x, moved_y] = projection.translate();
const record = {
  about: "Greece: Natural Earth 10m (public domain) by way of world-atlas 2.0.2. Made by tools/map/run.",
  width: WIDTH,
  height,
  scale: projection.scale(),
  x: moved_x,
  y: moved_y,
  path,
};
process.stdout.write(`${JSON.stringify(record, null, 1)}\n`);
process.stderr.write(
  `${polygons.length} pieces, ${(path.match(/[ -]/g) ?? []).length} numbers, bounds ${geoBounds(greece)}\n`,
);
