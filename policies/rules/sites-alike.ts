import type { Placed, RoleView } from "../parity/site-roles";
import { rolesOfSites } from "../parity/site-roles";
import type { Finding, Rule } from "../rule";

/**
 * Of this platform's own stacks, whose sites are made by the same code: each resource that one site of a cloud has,
 * the cloud's other sites have, with the same inputs and texts but for names, addresses, figures in texts, sizes and
 * versions. What `workload-parity` finds between pods is told there.
 */
export const sitesAlike: Rule = {
  id: "sites-alike",
  title: "Sites of one cloud are built alike",
  level: "mandatory",
  severity: "high",
  about: ["settings"],
  beside: true,
  why: "What was changed at one site alone is known to nobody, was tried by no roll-out, and decides whether that site serves on the day it is needed.",
  mend: "Make the change in the code that all sites are made by, or take it back.",
  counterparts: [],
  check: (graph, { stack }) => (stack ? rolesOfSites(graph).flatMap(unlike) : []),
};

const wanted = "the same at all sites of a cloud";

function unlike({ name, bySite, without }: RoleView): Finding[] {
  const [[site = "", [one] = []] = []] = bySite;
  if (one && without.length > 0)
    return [
      { urn: one.resource.urn, found: `is ${name} at ${site}, which ${without.join(", ")} lacks`, wanted },
    ];
  const all = [...bySite.values()].flat();
  const inputs = new Set(all.flatMap(({ said }) => [...said.keys()]));
  // What isn't known of one can't be held against the others.
  const told = [...inputs].filter((input) =>
    all.every(({ said }) => !said.has(input) || said.get(input) !== undefined),
  );
  const groups = new Map<string, [site: string, placed: readonly Placed[]][]>();
  for (const [at, placed] of bySite) {
    const said = saidBy(placed, told);
    groups.set(said, [...(groups.get(said) ?? []), [at, placed]]);
  }
  const [usual = [], ...others] = [...groups.values()].sort((a, b) => b.length - a.length);
  const where = usual.map(([at]) => at).join(", ");
  return others.flat().flatMap(([at, [first]]) => {
    if (!first) return [];
    return [{ urn: first.resource.urn, found: `is another ${name} at ${at} than at ${where}`, wanted }];
  });
}

/** Zones may be more at one site than at another: what they say counts, not how often. */
function saidBy(placed: readonly Placed[], inputs: readonly string[]): string {
  const texts = placed.map(({ said }) => inputs.map((input) => said.get(input) ?? "").join("\n"));
  return [...new Set(texts)].sort().join("\n");
}
