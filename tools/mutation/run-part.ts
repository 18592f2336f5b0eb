/** One process's share of the mutations. */
import type { Graph } from "../../graph/resource";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { acceptedBecause } from "./accepted";
import type { ProviderTypes } from "./additions/provider-types";
import { isExcluded } from "./excluded";
import { mutationsOf } from "./mutations";
import type { Part, Share } from "./report";
import { sampled } from "./sample";
import { scoreOf } from "./score";

/** Rules that take long are asked last, and not at all about what is left uncaught on purpose. */
const costly = new Set(["survival-objective"]);

/** @param onProgress called with what is being done, after each mutation */
export function runPart(
  graph: Graph,
  { part, of, sample }: Share,
  types: ProviderTypes,
  onProgress: (text: string) => void = () => {},
): Part {
  const all = mutationsOf(graph, isExcluded, types);
  const mutations = (sample === undefined ? all : sampled(all, sample)).filter(
    (_, index) => index % of === part,
  );
  const settings = packSettings(graph, new Date());
  const first = scoreOf(
    graph,
    mutations,
    rules.filter(({ id }) => !costly.has(id)),
    settings,
    undefined,
    (done) => onProgress(`${done} of ${mutations.length} edits shown to the rules`),
  );
  const open = first.uncaught.filter((mutation) => acceptedBecause(mutation) === undefined);
  const second = scoreOf(
    graph,
    open,
    rules.filter(({ id }) => costly.has(id)),
    settings,
    undefined,
    (done) => onProgress(`${done} of the ${open.length} edits that are left played out`),
  );
  const told = ({ type, target, scope, change, path }: (typeof mutations)[number]) => ({
    type,
    target,
    scope,
    change,
    path,
  });
  return {
    made: mutations.map(({ type }) => type),
    byRule: [...first.byRule, ...second.byRule],
    accepted: first.uncaught.filter((mutation) => acceptedBecause(mutation) !== undefined).map(told),
    uncaught: second.uncaught.map(told),
  };
}
