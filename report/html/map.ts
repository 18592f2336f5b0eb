/**
 * The map: the country with the sites where they stand, and the authorities that lead users to them; drawn at rest, so
 * that a script can show what a fault does to it. What is said of a site stands beside the map, by its number.
 */
import type { PageData, PageSite } from "./data";
import { escapeHtml } from "./escape";
import { degreesOf, groundOf, type Spot } from "./geography";

/** A phone has room for the sites' boxes below the map alone. */
const layouts = {
  wide: { width: 960, ground: 610, height: 400, boxes: { x: 640, width: 320 } },
  narrow: { width: 430, ground: 430, height: 300, boxes: { x: 0, width: 430 } },
} as const;
type Layout = keyof typeof layouts;
const BOX = { height: 92, gap: 8 };
const AUTHORITY = { width: 150, height: 44, gap: 16, y: 36 };
/** Above it users ask. */
const TOP = AUTHORITY.y + AUTHORITY.height + 16;
const DOT = 11;

interface Placed {
  readonly site: PageSite;
  readonly number: number;
  readonly dot: Spot;
}

export function mapSvg({ sites, authorities, peers }: PageData, layout: Layout = "wide"): string {
  const { width, ground, height, boxes } = layouts[layout];
  const floor = layout === "wide" ? 0 : height + BOX.gap;
  const whole = Math.max(height, floor + sites.length * (BOX.height + BOX.gap));
  const { lines, dots } = placedOn(sites, {
    x: DOT,
    y: TOP,
    width: ground - 2 * DOT,
    height: height - TOP - DOT,
  });
  const placed = sites.map((site, index): Placed => {
    const dot = dots[index] ?? { x: 0, y: 0 };
    return { site, number: index + 1, dot };
  });
  const asked = authorities.map((authority, index) => ({
    ...authority,
    x: (ground * (index + 0.5)) / authorities.length,
  }));
  const wide = Math.min(AUTHORITY.width, ground / Math.max(1, authorities.length) - AUTHORITY.gap);
  return `<svg viewBox="0 0 ${width} ${whole}" role="img" aria-labelledby="map-title">
<title id="map-title">Users ask ${escapeHtml(listed(authorities.map(({ name }) => name)))}, which lead them to ${sites.length} sites</title>
${lines.map(({ closed, points }) => `<path class="${closed ? "land" : "grid"}" fill="none" d="M${points.map(({ x, y }) => `${x} ${y}`).join("L")}${closed ? "Z" : ""}"/>`).join("\n")}
<text x="${ground / 2}" y="14" text-anchor="middle">users ask</text>
<text class="mark" x="${ground / 2}" y="${AUTHORITY.y + 27}" text-anchor="middle" data-mark="all"></text>
${asked.map(({ id, x }) => askLine(id, ground / 2, x)).join("\n")}
${placed.flatMap((a, index) => placed.slice(index + 1).map((b) => link(a, b, peers))).join("\n")}
${asked.flatMap(({ id, x }) => placed.map((one) => flow(id, x, one))).join("\n")}
${asked.map(({ id, name, x }) => authorityBox(id, name, x, wide)).join("\n")}
${placed.map((one, index) => siteMark(one, { x: boxes.x, y: floor + 1 + index * (BOX.height + BOX.gap) }, boxes.width)).join("\n")}
</svg>`;
}

/** The ground, and each site on it; whoever's place isn't known stands in a row below. */
function placedOn(sites: readonly PageSite[], box: Spot & { width: number; height: number }) {
  const known = sites.map(({ metro }) => degreesOf(metro)).filter((at) => at !== undefined);
  const ground = known.length > 0 ? groundOf(known, box) : undefined;
  const lost = sites.filter(({ metro }) => degreesOf(metro) === undefined);
  const dots: Spot[] = [];
  for (const site of sites) {
    const at = degreesOf(site.metro);
    const spot =
      at && ground
        ? ground.spotOf(at)
        : {
            x: box.x + (box.width * (lost.indexOf(site) + 0.5)) / lost.length,
            y: ground ? box.y + box.height - DOT : box.y + box.height / 2,
          };
    dots.push(apart(spot, dots, box));
  }
  return { lines: ground?.lines ?? [], dots };
}

/** Sites of one metro stand beside each other. */
function apart(spot: Spot, others: readonly Spot[], { x, width }: { x: number; width: number }): Spot {
  const isFree = (at: Spot) => others.every((one) => Math.hypot(one.x - at.x, one.y - at.y) >= 2 * DOT);
  for (let step = 0; step < 2 * others.length + 2; step++) {
    const aside = 2 * DOT * Math.ceil(step / 2) * (step % 2 === 0 ? 1 : -1);
    const at = { x: spot.x + aside, y: spot.y };
    if (at.x >= x && at.x <= x + width && isFree(at)) return at;
  }
  return spot;
}

const askLine = (id: string, from: number, to: number): string =>
  `<line class="flow" data-ask="${escapeHtml(id)}" x1="${from}" y1="18" x2="${to}" y2="${AUTHORITY.y}" stroke-width="3"/>`;

function authorityBox(id: string, name: string, x: number, width: number): string {
  return `<g data-authority="${escapeHtml(id)}">
<rect class="box" x="${x - width / 2}" y="${AUTHORITY.y}" width="${width}" height="${AUTHORITY.height}" rx="8"/>
<text x="${x}" y="${AUTHORITY.y + 19}" text-anchor="middle">${escapeHtml(name)}</text>
<text class="mark" x="${x}" y="${AUTHORITY.y + 36}" text-anchor="middle" data-mark="authority:${escapeHtml(id)}"></text></g>`;
}

/** The network between two sites; coloured where their edges hand requests on to each other. */
function link(a: Placed, b: Placed, peers: PageData["peers"]): string {
  const isPeer = peers.some(
    ([from, to]) => (from === a.site.id && to === b.site.id) || (from === b.site.id && to === a.site.id),
  );
  const [from, to] = [a.dot, b.dot];
  const depth = Math.round((from.y + to.y) / 2 + 20 + Math.hypot(to.x - from.x, to.y - from.y) / 4);
  const ids = [a.site.id, b.site.id].sort().map(escapeHtml).join(" ");
  return `<path class="link${isPeer ? " peer" : ""}" data-link="${ids}" d="M${from.x} ${from.y}Q${(from.x + to.x) / 2} ${depth} ${to.x} ${to.y}"/>`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly string[]): string {
  return names.length < 2
    ? names.join("")
    : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

function flow(authority: string, fromX: number, { site, dot }: Placed): string {
  const fromY = AUTHORITY.y + AUTHORITY.height;
  const middle = (fromY + dot.y) / 2;
  return `<path class="flow" data-flow="${escapeHtml(authority)} ${escapeHtml(site.id)}" stroke-width="${strokeWidth(site.share ?? 0)}" d="M${fromX} ${fromY}C${fromX} ${middle} ${dot.x} ${middle} ${dot.x} ${dot.y}"/>`;
}

/** A fifth of a pixel a percent, so that thicker means more and nothing vanishes. The script has the same rule. */
const strokeWidth = (share: number): number => Math.max(1, share / 5);

/** A site's dot on the ground, and its box with the same number. */
function siteMark({ site, number, dot }: Placed, { x, y }: Spot, width: number): string {
  const { id, provider, metro, share, drained } = site;
  const name = escapeHtml(id);
  const badge = (at: Spot): string =>
    `<circle class="dot" cx="${at.x}" cy="${at.y}" r="${DOT}"/><text class="number" x="${at.x}" y="${at.y + 4.5}" text-anchor="middle">${number}</text>`;
  const line = (at: number, text: string, rest = ""): string =>
    `<text x="${x + 40}" y="${y + at}"${rest}>${escapeHtml(text)}</text>`;
  return `<g data-site="${name}">
<rect class="box" x="${x}" y="${y}" width="${width}" height="${BOX.height}" rx="8"/>
${badge(dot)}
${badge({ x: x + 20, y: y + 19 })}
${line(24, id, ' font-weight="600"')}
${line(43, `${provider}, ${metro}${drained ? ", drained" : ""}`, ' class="soft"')}
${line(62, share === undefined ? "" : `${Math.round(10 * share) / 10} % of traffic`, ` data-share="${name}"`)}
<text x="${x + width - 12}" y="${y + 62}" text-anchor="end" data-served="${name}"></text>
${line(80, "", ` class="mark" data-mark="site:${name}"`)}</g>`;
}
