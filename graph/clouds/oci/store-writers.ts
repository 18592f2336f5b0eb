/** Who may put objects into Object Storage's buckets, as the statements of OCI's policies say. */
import type { Graph, GraphResource } from "../../resource";
import { perGraph } from "../../views/per-graph";
import { at, isUnknown, listAt, madeFrom, propertiesOf } from "../../views/read";
import type { StoreWriters, StoreWriterView } from "../views";
import { ociStores } from "./stores";

export const policyType = "oci:Identity/policy:Policy";

export const ociStoreWriters = perGraph((graph: Graph): StoreWriters => {
  const stores = ociStores(graph).all;
  const writers: StoreWriterView[] = [];
  const unread: GraphResource[] = [];
  // Before a first deployment much can't be told; what was made of no bucket is taken to be about something else.
  const urns = new Set(stores.map(({ resource }) => resource.urn));
  for (const policy of graph.byType.get(policyType) ?? []) {
    const statements = at(propertiesOf(policy), "statements");
    const all = listAt(propertiesOf(policy), "statements");
    const isUntold = isUnknown(statements) || all.some(isUnknown);
    if (isUntold && madeFrom(policy, "statements").some((urn) => urns.has(urn))) unread.push(policy);
    for (const text of all) {
      const grant = typeof text === "string" && !isUnknown(text) ? grantOf(text) : undefined;
      if (!grant) continue;
      for (const store of stores) {
        if (grant.buckets.length > 0 && !grant.buckets.includes(store.bucket?.toLowerCase() ?? "")) continue;
        const { who, below, overwrites } = grant;
        writers.push({ resource: policy, store, who, below, overwrites });
      }
    }
  }
  return { writers, unread };
});

interface Grant {
  readonly who: string;
  readonly buckets: readonly string[];
  readonly below: readonly string[];
  readonly overwrites: boolean;
}

const ofObjects = ["objects", "object-family", "all-resources"];
const condition = /(?<![\w.])([a-z][\w.]{0,80}) {0,9}= {0,9}'([^']{0,500})'/g;

/** What a statement lets somebody put; undefined where it is nothing. Conditions are compared without regard to case. */
function grantOf(statement: string): Grant | undefined {
  const text = statement.trim().toLowerCase();
  const words = text.split(/\s+/);
  const to = words.indexOf("to");
  const [verb = "", type = ""] = words.slice(to + 1);
  const subject = words.slice(1, to).join(" ");
  if (words[0] !== "allow" || !["use", "manage"].includes(verb) || !ofObjects.includes(type))
    return undefined;
  // Object Storage itself, where it copies: it acts for whoever wrote.
  if (subject.startsWith("service ")) return undefined;
  const conditions = [...text.matchAll(condition)].map(([, name = "", value = ""]) => ({ name, value }));
  const valuesOf = (wanted: string) =>
    conditions.filter(({ name }) => name === wanted).map(({ value }) => value);
  const permissions = valuesOf("request.permission");
  const may = (permission: string) => permissions.length === 0 || permissions.includes(permission);
  const creates = verb === "manage" && may("object_create");
  const overwrites = may("object_overwrite");
  if (!creates && !overwrites) return undefined;
  const names = valuesOf("target.object.name").map((value) => value.split("*")[0] ?? "");
  const whose = conditions.filter(({ name }) => /^request\.(principal|user|groups)\b/.test(name));
  return {
    who: [subject, ...whose.map(({ name, value }) => `${name}=${value}`).sort()].join(" "),
    buckets: valuesOf("target.bucket.name"),
    below: names.length === 0 ? [""] : names,
    overwrites,
  };
}
