/** How data gets from one object store to another: a provider's own replication, and jobs that copy. */
import { allReaders } from "../clouds";
import type { CopyView, StoreView } from "../clouds/views";
import { keys, readStores, type StoreName } from "../dependencies";
import type { Graph } from "../resource";
import { perGraph } from "./per-graph";
import { picked } from "./picked";
import { at, booleanAt, isUnknown, propertiesOf, textAt } from "./read";
import { longestWaitSeconds } from "./schedule";
import { storeNamed, storesOf, usersOf } from "./stores";
import { textsOf } from "./texts";
import { type WorkloadView, workloadsOf } from "./workloads";

export type { CopyView };

/** Every copying path between two buckets. */
export const copiesOf: (graph: Graph) => readonly CopyView[] = perGraph((graph) => [
  ...allReaders().flatMap(({ stores }) => stores.copies(graph)),
  ...workloadsOf(graph)
    .filter(({ kind }) => kind === "CronJob")
    .flatMap((job) => jobCopies(graph, job)),
]);

/** What keeps a stated path from working, in words; empty where it works. */
export function wrongWith(copy: CopyView): string[] {
  return [
    ...(copy.enabled ? [] : ["is switched off"]),
    ...(copy.from ? [] : [`copies from ${copy.fromName}, which is no bucket of this stack`]),
    ...(copy.to ? [] : [`copies to ${copy.toName}, which is no bucket of this stack`]),
    ...(copy.kind === "job" && copy.confirmed !== true
      ? [
          copy.confirmed === false
            ? `says that it copies ${copy.fromName} to ${copy.toName}, but what it runs doesn't name both`
            : `says that it copies ${copy.fromName} to ${copy.toName}, but what it runs can't be told`,
        ]
      : []),
  ];
}

/** Stores that serve: workloads are told of them. What only holds copies, logs or state isn't among them. */
export function mediaStoresOf(graph: Graph): readonly StoreView[] {
  const users = usersOf(graph);
  const endpoints = new Set(
    copiesOf(graph)
      .filter(({ kind }) => kind === "job")
      .flatMap(({ from, to }) => [from, to]),
  );
  return storesOf(graph).filter((store) => endpoints.has(store) || users.get(store)?.some(serves));
}

const serves = ({ kind }: WorkloadView): boolean => kind === "Deployment" || kind === "StatefulSet";

/** A job's paths are what it is annotated with; the words of what it runs say whether that is so. */
function jobCopies(graph: Graph, job: WorkloadView): CopyView[] {
  const sources = storesIn(job.annotations[keys.copiesFrom]);
  const targets = storesIn(job.annotations[keys.copiesTo]);
  const wait = waitOf(job);
  const suspended = at(propertiesOf(job.resource), "spec", "suspend");
  return sources.flatMap((source) =>
    targets.map((target): CopyView => {
      const confirmed = namesBoth(graph, job, source.bucket, target.bucket);
      return {
        resource: job.resource,
        kind: "job",
        ...picked("from", storeNamed(graph, source)),
        ...picked("to", storeNamed(graph, target)),
        fromName: nameOf(source),
        toName: nameOf(target),
        enabled: booleanAt(suspended) !== true && !isUnknown(suspended),
        ...picked("confirmed", confirmed),
        ...picked("withinSeconds", wait),
      };
    }),
  );
}

/** Until a run begins to copy, at the longest; undefined where its schedule or what it leaves to others can't be told. */
function waitOf({ resource, annotations }: WorkloadView): number | undefined {
  const scheduled = longestWaitSeconds(textAt(propertiesOf(resource), "spec", "schedule") ?? "");
  const left = Number(annotations[keys.copiesAfter] ?? "0");
  return scheduled === undefined || !(left >= 0) ? undefined : scheduled + left;
}

const nameOf = ({ provider, region, bucket }: StoreName): string => `${provider}/${region}/${bucket}`;

/** A misspelt list reads as naming what can't be found: nothing is copied by it. */
function storesIn(text: string | undefined): StoreName[] {
  try {
    return readStores(text);
  } catch {
    return [{ provider: "", region: "", bucket: text ?? "" }];
  }
}

function namesBoth(graph: Graph, job: WorkloadView, from: string, to: string): boolean | undefined {
  const { texts, incomplete } = textsOf(graph, job);
  const isNamed = (name: string) => texts.some((text) => hasWord(text, name));
  return isNamed(from) && isNamed(to) ? true : incomplete ? undefined : false;
}

const nameSign = /[A-Za-z0-9._-]/;

/** Whether a name stands in a text by itself, and not as part of a longer one. */
function hasWord(text: string, word: string): boolean {
  for (let i = text.indexOf(word); i >= 0; i = text.indexOf(word, i + 1)) {
    const [before, after] = [text[i - 1] ?? " ", text[i + word.length] ?? " "];
    if (!nameSign.test(before) && !nameSign.test(after)) return true;
  }
  return false;
}
