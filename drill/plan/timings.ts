/**
 * Times that a drill shortens because they are only waited through. Both sides get the same: the world runs with them, and
 * the model predicts with them. How soon an edge notices a failure is left as deployed. Pure.
 */
import { keys } from "../../graph/dependencies";
import { graphOf } from "../../graph/graph";
import type { Graph, GraphResource } from "../../graph/resource";
import { mapAt, textAt, textsAt } from "../../graph/views/read";
import { dataOf } from "../../graph/views/texts";
import { platformOf } from "../../resilience/platform/from-graph";
import type { Platform } from "../../resilience/platform/platform";
import { rewritten } from "./rewrite";

export interface DrillTimings {
  /** DNS goes by so many times faster: checks' intervals and time-outs, times to live, what a verdict takes to be heeded. */
  readonly dnsFactor: number;
  /** Good checks in a row until an edge takes a server back. */
  readonly riseChecks: number;
  /** How long an edge's health stays red after a brownout. */
  readonly holdSeconds: number;
  /** For how long after a sickness fewer failures tell an edge that it is back; longer than DNS needs to lead users back. */
  readonly relapseSeconds: number;
  /** How long an edge keeps a connection without a request. */
  readonly keepAliveSeconds: number;
  /** Between two requests of one client that keeps its connection, on average. */
  readonly spacingSeconds: number;
  /** For which a client is in use, on average. */
  readonly sessionSeconds: number;
  /** For which a client waits for an answer: longer than an edge does, as deployed, so that it sees what hangs fail. */
  readonly patienceSeconds: number;
  /** Minutes between two runs of a mirror for what is new. */
  readonly mirrorMinutes: number;
  /** From one loss to the next, of what comes and goes, and for how long it does. */
  readonly flappingSeconds: { readonly round: number; readonly lasts: number };
  /** Of a site that is lost for long, until it comes back. */
  readonly returnSeconds: number;
  /** Of the uploads that the stack's peak would have: each costs this machine as much as ten other requests. */
  readonly uploadShare: number;
}

export const drillTimings: DrillTimings = {
  dnsFactor: 5,
  riseChecks: 8,
  holdSeconds: 20,
  relapseSeconds: 40,
  keepAliveSeconds: 2,
  spacingSeconds: 1,
  sessionSeconds: 220,
  patienceSeconds: 6,
  mirrorMinutes: 1,
  flappingSeconds: { round: 40, lasts: 120 },
  returnSeconds: 45,
  uploadShare: 0.5,
};

/** A deployed graph's platform as the model and the world of a drill both have it: neither has databases beside it. */
export function drilledPlatform(graph: Graph, t: DrillTimings, at: Date): Platform {
  const { databases, ...platform } = platformOf(withDrillConfigurations(graph, t), at);
  return withDrillTimings(platform, t);
}

/** For people: what a drill of a platform runs faster than it is deployed. */
export function shortenings(platform: Platform, t: DrillTimings): string[] {
  const health = platform.sites.flatMap((site) => site.health ?? [])[0];
  const relapse = platform.sites
    .flatMap((site) => Object.values(site.forwarding?.byCapability ?? {}))
    .flatMap((rules) => rules.relapse ?? [])[0];
  const kept = platform.sites.flatMap((site) => site.limits?.keepAliveSeconds ?? [])[0];
  const { assumptions } = platform;
  const jobs = platform.stores.flatMap(({ copies }) => copies.filter(({ job }) => job));
  const mirrored = jobs.map(({ seconds }) => seconds - assumptions.copySeconds);
  return [
    `DNS: intervals and time-outs of its checks, times to live and propagation by ${t.dnsFactor}`,
    ...(health
      ? [
          `edge: good checks until a server is taken back ${health.rise} -> ${t.riseChecks}`,
          ...(health.brownout
            ? [`edge: red after a brownout ${health.brownout.holdSeconds} s -> ${t.holdSeconds} s`]
            : []),
          ...(relapse
            ? [`edge: a sickness is remembered ${relapse.lastsSeconds} s -> ${t.relapseSeconds} s`]
            : []),
        ]
      : []),
    ...(mirrored.length === 0
      ? []
      : [`mirrors: a run for what is new each ${Math.min(...mirrored)} s -> ${t.mirrorMinutes * 60} s`]),
    ...(kept === undefined ? [] : [`edge: idle connections are kept ${kept} s -> ${t.keepAliveSeconds} s`]),
    `clients: a request each ${assumptions.requestSpacingSeconds} s -> ${t.spacingSeconds} s`,
    `clients: sessions ${assumptions.sessionSeconds} s -> ${t.sessionSeconds} s`,
    `clients: patience ${assumptions.clientPatienceSeconds} s -> ${t.patienceSeconds} s`,
    `what comes and goes: a round each ${assumptions.flappingPeriodSeconds} s for ${assumptions.flappingLastsSeconds} s -> ${t.flappingSeconds.round} s for ${t.flappingSeconds.lasts} s`,
    `a site that is lost for long: ${assumptions.returnAfterSeconds} s -> ${t.returnSeconds} s`,
    `load: ${t.uploadShare * 100} % of the uploads of the stack's peak`,
  ];
}

/** Where an edge hands on: for how long it remembers a sickness, else the next drill would begin with one. */
const RELAPSE = /(sc1_get_gpt0\(lately\),add)\(\d+\)/;

/** A graph whose edges are configured with a drill's times. */
export function withEdgeTimings(graph: Graph, t: DrillTimings): Graph {
  const resources = graph.resources.map((resource): GraphResource => {
    const text = dataOf(resource)["haproxy.cfg"];
    if (resource.type !== "kubernetes:core/v1:ConfigMap" || text === undefined) return resource;
    const faster = rewritten(resource.name, text, [
      { from: /\brise \d+ observe\b/g, to: `rise ${t.riseChecks} observe` },
      {
        from: /(date,sub\(proc\.brownout_\w+\)) lt \d+/g,
        to: `$1 lt ${t.holdSeconds}`,
      },
      ...(RELAPSE.test(text) ? [{ from: new RegExp(RELAPSE, "g"), to: `$1(${t.relapseSeconds})` }] : []),
      { from: /\btimeout http-keep-alive \d+s/g, to: `timeout http-keep-alive ${t.keepAliveSeconds}s` },
    ]);
    const data = { ...(resource.inputs.data as object), "haproxy.cfg": faster };
    return { ...resource, inputs: { ...resource.inputs, data } };
  });
  return graphOf(resources, graph.notes);
}

const CRON_JOB = "kubernetes:batch/v1:CronJob";
/** A mirror's run for what is new, as components/mirror/rclone.ts has it: each so many minutes. */
const EACH_MINUTES = /^\*\/\d+ \* \* \* \*$/;

/** A graph whose mirrors run as often as a drill's. */
export function withMirrorTimings(graph: Graph, t: DrillTimings): Graph {
  const resources = graph.resources.map((resource): GraphResource => {
    const isMirror = textsAt(resource.inputs, "metadata", "labels")[keys.part] === "mirror";
    const spec = mapAt(resource.inputs, "spec");
    if (resource.type !== CRON_JOB || !isMirror || !EACH_MINUTES.test(textAt(spec, "schedule") ?? ""))
      return resource;
    const schedule = `*/${t.mirrorMinutes} * * * *`;
    return { ...resource, inputs: { ...resource.inputs, spec: { ...spec, schedule } } };
  });
  return graphOf(resources, graph.notes);
}

/** The graph that a drill runs and the model predicts from: all that is configured with other times than deployed. */
export const withDrillConfigurations = (graph: Graph, t: DrillTimings): Graph =>
  withMirrorTimings(withEdgeTimings(graph, t), t);

/** The platform as it is with a drill's DNS and clients; what is configured with them is read from `withDrillConfigurations`. */
export function withDrillTimings(platform: Platform, t: DrillTimings): Platform {
  const faster = (seconds: number) => seconds / t.dnsFactor;
  return {
    ...platform,
    capabilities: platform.capabilities.map((capability) => ({
      ...capability,
      answers: capability.answers.map(
        (name) =>
          name && {
            ...name,
            ttlSeconds: faster(name.ttlSeconds),
            answers: name.answers.map((answer) => ({
              ...answer,
              ...(answer.check
                ? {
                    check: {
                      ...answer.check,
                      redSeconds: faster(answer.check.redSeconds),
                      deadSeconds: faster(answer.check.deadSeconds),
                      upSeconds: faster(answer.check.upSeconds),
                    },
                  }
                : {}),
            })),
          },
      ),
    })),
    authorities: platform.authorities.map((authority) => ({
      ...authority,
      negativeSeconds: faster(authority.negativeSeconds),
    })),
    peak: { ...platform.peak, upload: (platform.peak.upload ?? 0) * t.uploadShare },
    assumptions: {
      ...platform.assumptions,
      dnsPropagationSeconds: faster(platform.assumptions.dnsPropagationSeconds),
      requestSpacingSeconds: t.spacingSeconds,
      sessionSeconds: t.sessionSeconds,
      clientPatienceSeconds: t.patienceSeconds,
      flappingPeriodSeconds: t.flappingSeconds.round,
      flappingLastsSeconds: t.flappingSeconds.lasts,
      returnAfterSeconds: t.returnSeconds,
      // drill/load/clients/kept.ts does.
      clientsLookAgain: true,
    },
  };
}
