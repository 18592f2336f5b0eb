/** The page's sections on rules, changes and the plan. */

import { drainedPart } from "../../graph/drains";
import { changeLinesOf } from "../change-lines";
import type { LoosenedSetting, Remark } from "../changes-model";
import { staysIn } from "../drained";
import type { PreviewReport } from "../model";
import { policySummaryOf, toldOf } from "../policy-lines";
import type { SiteTable } from "../table";
import { escapeHtml } from "./escape";

export function policyHtml({ policy }: PreviewReport): string {
  if (!policy) return "";
  const rows = toldOf(policy).map(
    ({ rule, level, unsure, message, source }) =>
      `<tr><td><code>${escapeHtml(rule)}</code></td><td>${escapeHtml(unsure ? `can’t tell (${level})` : level)}</td><td>${escapeHtml(message)}</td><td>${
        source ? `<code>${escapeHtml(`${source.file}:${source.line}`)}</code>` : ""
      }</td></tr>`,
  );
  const exempted = policy.exempted.map(
    ({ rule, urn, reason, owner, expires }) =>
      `<li><code>${escapeHtml(rule)}</code> on <code>${escapeHtml(urn)}</code>: ${escapeHtml(reason)} (${escapeHtml(owner)}, until ${escapeHtml(expires)})</li>`,
  );
  return `<h2 id="rules" tabindex="-1">Rules</h2>
${
  rows.length === 0
    ? `<p>${escapeHtml(policySummaryOf(policy))}.</p>`
    : `<div class="scroll" tabindex="0" role="region" aria-label="Violations"><table><thead><tr><th scope="col">rule</th><th scope="col">level</th><th scope="col">what is wrong</th><th scope="col">made in</th></tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`
}
${exempted.length > 0 ? `<p>Exempted:</p><ul>${exempted.join("")}</ul>` : ""}${listHtml(
  "Drained by hand",
  policy.drained.map(
    (drain) => `${drainedPart(drain)} until ${drain.until}: ${drain.reason}${staysIn(drain)}`,
  ),
)}${listHtml("Warnings", policy.warnings)}`;
}

export function changesHtml({ changes }: PreviewReport): string {
  if (!changes) return "";
  const remarks = (title: string, list: readonly Remark[]) =>
    list.length === 0
      ? ""
      : `<p>${title}:</p><ul>${list.map(({ urn, because }) => `<li><code>${escapeHtml(urn)}</code>: ${escapeHtml(because)}</li>`).join("")}</ul>`;
  const lines = (["delete", "replace", "update", "create"] as const).map((kind) => {
    const own = changeLinesOf(changes).filter((line) => line.kind === kind);
    const items = own.map(({ type, name, loss, inputs }) => {
      const lost = loss ? ` <strong>(${escapeHtml(loss)})</strong>` : "";
      const because =
        inputs.length > 0 ? `: ${inputs.map((input) => `<code>${escapeHtml(input)}</code>`).join(", ")}` : "";
      return `<li><code>${escapeHtml(type)}</code> <code>${escapeHtml(name)}</code>${lost}${because}</li>`;
    });
    return items.length === 0
      ? ""
      : `<details><summary>${titles[kind]}: ${items.length}</summary><ul>${items.join("")}</ul></details>`;
  });
  return `<h2 id="changes" tabindex="-1">What would change</h2>
<p>${escapeHtml(changes.headline)}</p>
${loosenedHtml(changes.loosened ?? [])}${remarks("Refused", changes.refused)}${remarks("Warnings", changes.warnings)}${lines.join("")}`;
}

const loosenedHtml = (loosened: readonly LoosenedSetting[]): string =>
  loosened.length === 0
    ? ""
    : `<p>Settings that were loosened or changed:</p><ul>${loosened.map(({ setting, old, new: now }) => `<li><code>${escapeHtml(setting)}</code>: ${escapeHtml(old)} → ${escapeHtml(now)}</li>`).join("")}</ul>`;

const titles = { delete: "deleted", replace: "replaced", update: "updated", create: "created" } as const;

export function planHtml(table: SiteTable): string {
  const head = table.columns.map(
    (column, index) =>
      `<th scope="col">${escapeHtml(column)}<br><small>${escapeHtml(table.metros[index] ?? "")}</small></th>`,
  );
  const rows = table.rows.map(
    ({ kind, counts, total }) =>
      `<tr><th scope="row">${escapeHtml(kind)}</th>${counts.map((count) => `<td class="number">${count || ""}</td>`).join("")}<td class="number">${total}</td></tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="Resources by site and kind"><table><thead><tr><th scope="col">kind</th>${head.join("")}<th scope="col">total</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div>`;
}

const listHtml = (title: string, items: readonly string[]): string =>
  items.length === 0
    ? ""
    : `<p>${title}:</p><ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</ul>`;
