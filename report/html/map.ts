/**
 * The map: users ask the authorities, which lead them to the sites, cloud by cloud; drawn at rest, so that a script
 * can show what a fault does to it.
 */
import type { PageData, PageSite } from "./data";
import { escapeHtml } from "./escape";

const WIDTH = 960;
const PER_ROW = 4;
const SITE = { width: 190, height: 112, gap: 48 };
const AUTHORITY = { width: 170, height: 44, gap: 16 };
const TOP = { users: 30, authorities: 110, sites: 300 };

interface Point {
  readonly x: number;
  readonly y: number;
}

export function mapSvg({ sites, authorities }: PageData): string {
  const rows = Math.ceil(sites.length / PER_ROW);
  const perRow = Math.max(1, Math.min(PER_ROW, sites.length));
  const height = TOP.sites + rows * (SITE.height + SITE.gap);
  const placed = sites.map((site, index) => ({ site, at: siteAt(index, perRow) }));
  const asked = authorities.map((authority, index) => ({
    ...authority,
    x: (WIDTH * (index + 0.5)) / authorities.length,
  }));
  const width = Math.min(AUTHORITY.width, WIDTH / Math.max(1, authorities.length) - AUTHORITY.gap);
  const flows = asked.flatMap(({ id, x }) => placed.map(({ site, at }) => flow(id, x, site, at)));
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="map-title">
<title id="map-title">Users ask ${escapeHtml(listed(authorities.map(({ name }) => name)))}, which lead them to ${sites.length} sites</title>
<text x="${WIDTH / 2}" y="${TOP.users}" text-anchor="middle">users</text>
${asked
  .map(
    ({ id, x }) =>
      `<line class="flow" data-ask="${escapeHtml(id)}" x1="${WIDTH / 2}" y1="${TOP.users + 8}" x2="${x}" y2="${TOP.authorities}" stroke-width="3"/>`,
  )
  .join("\n")}
${flows.join("\n")}
${asked
  .map(
    ({ id, name, x }) => `<g data-authority="${escapeHtml(id)}">
<rect class="box" x="${x - width / 2}" y="${TOP.authorities}" width="${width}" height="${AUTHORITY.height}" rx="8"/>
<text x="${x}" y="${TOP.authorities + 27}" text-anchor="middle">${escapeHtml(name)}</text></g>`,
  )
  .join("\n")}
${placed.map(({ site, at }) => siteBox(site, at)).join("\n")}
${placed.map(({ site, at }, index) => cloudName(site, at, index % perRow === 0 ? undefined : sites[index - 1])).join("")}
</svg>`;
}

function siteAt(index: number, perRow: number): Point {
  const row = Math.floor(index / perRow);
  return {
    x: (WIDTH * ((index % perRow) + 0.5)) / perRow,
    y: TOP.sites + row * (SITE.height + SITE.gap),
  };
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
  return `<text class="soft" x="${x - SITE.width / 2}" y="${y + SITE.height + 20}">${escapeHtml(provider)}</text>\n`;
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
${line(96, "", ` data-served="${name}"`)}</g>`;
}
