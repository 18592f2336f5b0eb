/** The map: users ask the authorities, which lead them to the sites; drawn so that a script can grey what is lost. */
import type { PageData, PageSite } from "./data";
import { escapeHtml } from "./escape";

const WIDTH = 960;
const SITE = { width: 190, height: 92, gap: 28 };
const AUTHORITY = { width: 170, height: 44 };
const TOP = { users: 30, authorities: 110, sites: 280 };

export function mapSvg(data: PageData): string {
  const { sites, authorities } = data;
  const perRow = Math.max(1, Math.min(4, sites.length));
  const rows = Math.ceil(sites.length / perRow);
  const height = TOP.sites + rows * (SITE.height + SITE.gap);
  const siteAt = (index: number) => centre(index % perRow, perRow, Math.floor(index / perRow));
  const authorityAt = (index: number) => (WIDTH * (index + 1)) / (authorities.length + 1);
  const flows = authorities.flatMap((authority, a) =>
    sites.map((site, s) => flow(authority.id, authorityAt(a), site, siteAt(s))),
  );
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="map-title">
<title id="map-title">Users ask ${authorities.map(({ name }) => escapeHtml(name)).join(" and ")}, which lead them to ${sites.length} sites</title>
<text x="${WIDTH / 2}" y="${TOP.users}" text-anchor="middle">users</text>
${authorities
  .map(
    (_, a) =>
      `<line class="flow" x1="${WIDTH / 2}" y1="${TOP.users + 8}" x2="${authorityAt(a)}" y2="${TOP.authorities}" stroke-width="3"/>`,
  )
  .join("\n")}
${flows.join("\n")}
${authorities
  .map(
    ({ id, name }, a) => `<g data-authority="${escapeHtml(id)}">
<rect class="box" x="${authorityAt(a) - AUTHORITY.width / 2}" y="${TOP.authorities}" width="${AUTHORITY.width}" height="${AUTHORITY.height}" rx="8"/>
<text x="${authorityAt(a)}" y="${TOP.authorities + 27}" text-anchor="middle">${escapeHtml(name)}</text></g>`,
  )
  .join("\n")}
${sites.map((site, s) => siteBox(site, siteAt(s))).join("\n")}
</svg>`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function centre(column: number, columns: number, row: number): Point {
  return { x: (WIDTH * (column + 0.5)) / columns, y: TOP.sites + row * (SITE.height + SITE.gap) };
}

function flow(authority: string, fromX: number, site: PageSite, { x, y }: Point): string {
  const fromY = TOP.authorities + AUTHORITY.height;
  const middle = (fromY + y) / 2;
  return `<path class="flow" data-flow="${escapeHtml(authority)} ${escapeHtml(site.id)}" stroke-width="${strokeWidth(site.share)}" d="M${fromX} ${fromY} C${fromX} ${middle} ${x} ${middle} ${x} ${y}"/>`;
}

/** Half a pixel a percent, so that thicker means more and nothing vanishes. The script has the same rule. */
const strokeWidth = (share: number): number => Math.max(1, share / 5);

function siteBox({ id, metro, share }: PageSite, { x, y }: Point): string {
  const left = x - SITE.width / 2;
  return `<g data-site="${escapeHtml(id)}">
<rect class="box" x="${left}" y="${y}" width="${SITE.width}" height="${SITE.height}" rx="8"/>
<text x="${x}" y="${y + 28}" text-anchor="middle" font-weight="600">${escapeHtml(id)}</text>
<text class="soft" x="${x}" y="${y + 50}" text-anchor="middle">${escapeHtml(metro)}</text>
<text x="${x}" y="${y + 74}" text-anchor="middle" data-share="${escapeHtml(id)}">${share} % of traffic</text></g>`;
}
