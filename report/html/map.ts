/**
 * The map: users ask the authorities, which lead them to the sites, cloud by cloud; drawn at rest, so that a script
 * can show what a fault does to it.
 */
import type { PageData, PageSite } from "./data";
import { escapeHtml } from "./escape";

/** A phone has room for two sites beside each other. */
const layouts = { wide: { width: 960, perRow: 4 }, narrow: { width: 430, perRow: 2 } } as const;
type Layout = keyof typeof layouts;
const SITE = { width: 190, height: 134, gap: 70 };
const AUTHORITY = { width: 170, height: 44, gap: 16 };
const TOP = { users: 30, authorities: 110, sites: 250 };

interface Point {
  readonly x: number;
  readonly y: number;
}

export function mapSvg({ sites, authorities, peers }: PageData, layout: Layout = "wide"): string {
  const { width: WIDTH, perRow: most } = layouts[layout];
  const rows = Math.ceil(sites.length / most);
  const perRow = Math.max(1, Math.min(most, sites.length));
  const height = TOP.sites + rows * (SITE.height + SITE.gap);
  const placed = sites.map((site, index) => ({ site, at: siteAt(index, perRow, WIDTH) }));
  const links = placed.flatMap((a, index) => placed.slice(index + 1).map((b) => link(a, b, peers)));
  const asked = authorities.map((authority, index) => ({
    ...authority,
    x: (WIDTH * (index + 0.5)) / authorities.length,
  }));
  const width = Math.min(AUTHORITY.width, WIDTH / Math.max(1, authorities.length) - AUTHORITY.gap);
  const flows = asked.flatMap(({ id, x }) => placed.map(({ site, at }) => flow(id, x, site, at)));
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="map-title">
<title id="map-title">Users ask ${escapeHtml(listed(authorities.map(({ name }) => name)))}, which lead them to ${sites.length} sites</title>
<text x="${WIDTH / 2}" y="${TOP.users}" text-anchor="middle">users</text>
<text class="mark" x="${WIDTH / 2}" y="14" text-anchor="middle" data-mark="all"></text>
${asked
  .map(
    ({ id, x }) =>
      `<line class="flow" data-ask="${escapeHtml(id)}" x1="${WIDTH / 2}" y1="${TOP.users + 8}" x2="${x}" y2="${TOP.authorities}" stroke-width="3"/>`,
  )
  .join("\n")}
${links.join("\n")}
${flows.join("\n")}
${asked
  .map(
    ({ id, name, x }) => `<g data-authority="${escapeHtml(id)}">
<rect class="box" x="${x - width / 2}" y="${TOP.authorities}" width="${width}" height="${AUTHORITY.height}" rx="8"/>
<text x="${x}" y="${TOP.authorities + 20}" text-anchor="middle">${escapeHtml(name)}</text>
<text class="mark" x="${x}" y="${TOP.authorities + 37}" text-anchor="middle" data-mark="authority:${escapeHtml(id)}"></text></g>`,
  )
  .join("\n")}
${placed.map(({ site, at }) => siteBox(site, at)).join("\n")}
${placed.map(({ site, at }, index) => cloudName(site, at, index % perRow === 0 ? undefined : sites[index - 1])).join("")}
</svg>`;
}

function siteAt(index: number, perRow: number, WIDTH: number): Point {
  const row = Math.floor(index / perRow);
  return {
    x: (WIDTH * ((index % perRow) + 0.5)) / perRow,
    y: TOP.sites + row * (SITE.height + SITE.gap),
  };
}

interface Placed {
  readonly site: PageSite;
  readonly at: Point;
}

/** The network between two sites, below them; coloured where their edges hand requests on to each other. */
function link(a: Placed, b: Placed, peers: PageData["peers"]): string {
  const isPeer = peers.some(
    ([from, to]) => (from === a.site.id && to === b.site.id) || (from === b.site.id && to === a.site.id),
  );
  const [from, to] = [a, b].map(({ at }) => ({ x: at.x, y: at.y + SITE.height })) as [Point, Point];
  const depth = Math.max(from.y, to.y) + (from.y === to.y ? 14 + Math.abs(to.x - from.x) / 16 : 20);
  const ids = [a.site.id, b.site.id].sort().map(escapeHtml).join(" ");
  return `<path class="link${isPeer ? " peer" : ""}" data-link="${ids}" d="M${from.x} ${from.y} C${from.x} ${depth} ${to.x} ${depth} ${to.x} ${to.y}"/>`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly string[]): string {
  return names.length < 2
    ? names.join("")
    : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

function flow(authority: string, fromX: number, site: PageSite, { x, y }: Point): string {
  const fromY = TOP.authorities + AUTHORITY.height;
  const middle = (fromY + y) / 2;
  return `<path class="flow" data-flow="${escapeHtml(authority)} ${escapeHtml(site.id)}" stroke-width="${strokeWidth(site.share ?? 0)}" d="M${fromX} ${fromY} C${fromX} ${middle} ${x} ${middle} ${x} ${y}"/>`;
}

/** A fifth of a pixel a percent, so that thicker means more and nothing vanishes. The script has the same rule. */
const strokeWidth = (share: number): number => Math.max(1, share / 5);

/** Above the first of a row's sites of a cloud. */
function cloudName({ provider }: PageSite, { x, y }: Point, before: PageSite | undefined): string {
  if (before?.provider === provider) return "";
  return `<text class="soft" x="${x - SITE.width / 2}" y="${y - 8}">${escapeHtml(provider)}</text>\n`;
}

function siteBox({ id, metro, share, drained }: PageSite, { x, y }: Point): string {
  const line = (at: number, text: string, rest = ""): string =>
    `<text x="${x}" y="${y + at}" text-anchor="middle"${rest}>${escapeHtml(text)}</text>`;
  const name = escapeHtml(id);
  return `<g data-site="${name}">
<rect class="box" x="${x - SITE.width / 2}" y="${y}" width="${SITE.width}" height="${SITE.height}" rx="8"/>
${line(28, id, ' font-weight="600"')}
${line(50, drained ? `${metro}, drained` : metro, ' class="soft"')}
${line(74, share === undefined ? "" : `${Math.round(10 * share) / 10} % of traffic`, ` data-share="${name}"`)}
${line(94, "", ` data-served="${name}"`)}
${line(118, "", ` class="mark" data-mark="site:${name}"`)}</g>`;
}
