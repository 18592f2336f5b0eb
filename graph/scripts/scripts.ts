/** Scripts and lists that the platform's pods run with: whether they come to what they are for, and say what is so. */
import type { Graph } from "../resource";
import type { Obstacle, Said } from "../said";
import { perGraph } from "../views/per-graph";
import { at, isUnknown, jsonIn, listAt, mapAt, numberAt, textAt, textsAt } from "../views/read";
import { storesOf } from "../views/stores";
import { dataOf, textsOf } from "../views/texts";
import { type WorkloadView, workloadsOf } from "../views/workloads";
import { copySaid, remotesSaid, wordOf } from "./copies";
import { endBefore, linesOf } from "./shell";

export const wrongTexts = perGraph((graph): readonly Obstacle[] => {
  const found = new Map<string, Obstacle>();
  const all = workloadsOf(graph);
  const named = all.filter(({ capability, part }) => capability !== undefined || part !== undefined);
  const spaces = new Set(named.map(({ cluster, namespace }) => `${cluster} ${namespace}`));
  const ours = all.filter(({ cluster, namespace }) => spaces.has(`${cluster} ${namespace}`));
  const runs = new Map<string, WorkloadView>();
  for (const workload of ours) {
    for (const map of textsOf(graph, workload).configMaps) {
      const files = dataOf(map);
      if (Object.values(files).some(isUnknown)) continue;
      for (const said of saidOf(graph, workload, files))
        found.set(`${map.urn} ${said.because}`, { at: map, ...said });
    }
    if (workload.part !== "mirror") continue;
    const key = `${workload.cluster} ${wordOf(workload)}`;
    const twin = runs.get(key);
    if (twin && wordOf(workload) !== undefined)
      found.set(workload.resource.urn, {
        at: workload.resource,
        because: `copies what ${twin.name} copies, and nobody what it was to`,
      });
    runs.set(key, workload);
  }
  return [...found.values()];
});

type Files = Readonly<Record<string, string>>;

function* saidOf(graph: Graph, workload: WorkloadView, files: Files): Generator<Said> {
  for (const [name, text] of Object.entries(files)) {
    if (workload.part === "edge" && /^#!.*sh\b/.test(text)) yield* startSaid(text, files);
    if (workload.part === "mirror" && /^#!.*sh\b/.test(text)) {
      yield* copySaid(text, wordOf(workload));
      const remotes = files["rclone.conf"];
      if (remotes !== undefined) yield* remotesSaid(graph, text, remotes);
    }
    if (workload.kind === "Job" && /^#!.*sh\b/.test(text)) yield* setupSaid(text, files);
    if (name === "stores.json") yield* storesSaid(graph, workload, text);
    if (name === "endpoints.json") yield* endpointsSaid(graph, text);
  }
}

/** The edge's script comes to the program, with files that there are. */
function* startSaid(script: string, files: Files): Generator<Said> {
  const lines = linesOf(script);
  const isStart = ({ text }: { text: string }) =>
    /^(?:exec )?haproxy .*-W\b/.test(text) && !/ -c\b/.test(text);
  const end = endBefore(lines, isStart);
  if (end !== undefined) yield { because: `ends before it starts HAProxy: ${end}` };
  for (const { text } of lines) {
    const file = /^[a-z]+=\/etc\/haproxy\/([a-z.]+)$/.exec(text)?.[1];
    if (file !== undefined && files[file] === undefined)
      yield { because: `starts with ${file}, which isn't beside it` };
  }
}

/** The job applies every definition that lies beside its script, and takes nothing away. */
function* setupSaid(script: string, files: Files): Generator<Said> {
  const steps = linesOf(script).filter(({ indent, text }) => indent === 0 && text.startsWith("until_done "));
  if (steps.length === 0) return;
  const last = steps.at(-1)?.text;
  const end = endBefore(linesOf(script), ({ indent, text }) => indent === 0 && text === last);
  if (end !== undefined) yield { because: `ends before it has made all: ${end}` };
  for (const { text } of steps)
    if (/\b(?:purge|rm|delete|seal|pause)\b/.test(text))
      yield { because: `takes away or stops what is to be kept: ${text}` };
  for (const file of Object.keys(files).filter((name) =>
    /^(?:stream|consumer|mirror-consumer)\..*\.json$/.test(name),
  )) {
    const stream = /^stream\.(.*)\.json$/.exec(file)?.[1];
    const isApplied = steps.some(({ text }) => {
      const [, verb, ...words] = text.split(" ");
      return stream === undefined ? words.includes(file) : verb !== "consumer" && words.includes(stream);
    });
    if (!isApplied) yield { because: `never applies ${file}` };
  }
}

/** Where a workload is told that the stores are. */
function* storesSaid(graph: Graph, { placement }: WorkloadView, text: string): Generator<Said> {
  const told = mapAt(jsonIn(text));
  const stores = storesOf(graph);
  if (stores.length === 0 || stores.some(({ bucket }) => bucket === undefined)) return;
  const own = at(told, "own");
  if (own !== undefined && textAt(own, "region") !== placement?.region)
    yield {
      because: `says that its own store is in ${textAt(own, "region")}, and its pods are in ${placement?.region}`,
    };
  for (const each of [...(own === undefined ? [] : [own]), ...listAt(told, "others")]) {
    const [bucket = "", region = "", endpoint = "", provider] = [
      "bucket",
      "region",
      "endpoint",
      "provider",
    ].map((key) => textAt(each, key));
    if (
      !stores.some(
        (store) =>
          store.bucket === bucket &&
          store.provider === provider &&
          (store.placement?.region ?? region) === region,
      )
    )
      yield { because: `names the store ${bucket} of ${provider} in ${region}, which isn't made` };
    if (!endpoint.split(".").includes(region))
      yield { because: `says that ${bucket} is asked at ${endpoint}, which is no end point of ${region}` };
    if (typeof at(each, "pathStyle") !== "boolean")
      yield { because: `doesn't say how ${bucket} is written in addresses` };
  }
}

/** Names that apps are told: each capability's own, and its sites'. */
function* endpointsSaid(graph: Graph, text: string): Generator<Said> {
  const told = jsonIn(text);
  if (told === undefined) {
    yield { because: "gives apps a list that is no JSON" };
    return;
  }
  const sites = listAt(told, "sites");
  if (sites.length > 0 && sites.every((site) => !((numberAt(site, "weight") ?? 1) > 0)))
    yield { because: "gives apps no site with a weight" };
  const workloads = workloadsOf(graph).filter(({ capability }) => capability !== undefined);
  for (const one of listAt(told, "capabilities")) {
    const same = workloads.filter(({ capability }) => capability === textAt(one, "name"));
    const host = textAt(one, "host");
    const names = same.flatMap(({ publicName }) => publicName ?? []);
    if (names.length > 0 && (host === undefined || !names.includes(host)))
      yield { because: `gives apps ${host} for ${textAt(one, "name")}, which is not its name` };
    for (const [site, name] of Object.entries(textsAt(one, "sites"))) {
      const there = same.find((workload) => workload.site === site)?.siteName;
      if (there !== undefined && there !== name)
        yield {
          because: `gives apps ${name} for ${textAt(one, "name")} at ${site}, which is not its name there`,
        };
    }
  }
}
