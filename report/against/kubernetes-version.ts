/** Moves of clusters' Kubernetes versions: one minor at a time, never back, and a site after the other. */
import type { GraphResource } from "../../graph/resource";
import { siteIdOf } from "../../graph/site-id";
import { kubernetesVersionOf } from "../../graph/views/losses";
import type { Warning } from "../changes-model";
import type { EarlierResource } from "./earlier";
import type { Step } from "./step";

/** `v1.34.1` as 1, 34, 1; a part that isn't said is undefined. */
interface Version {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  readonly patch?: number;
}

interface Move {
  readonly from: Version;
  readonly to: Version;
}

/** Why a cluster's move is refused, in words; undefined where it isn't, or can't be told. */
export function versionRefusal(old: EarlierResource, resource: GraphResource): string | undefined {
  const move = moveOf(old, resource);
  if (!move) return undefined;
  const { from, to } = move;
  const minors = to.minor - from.minor;
  if (to.major === from.major && minors > 1) {
    return `Kubernetes ${from.text} → ${to.text} skips ${minors - 1} minor ${minors === 2 ? "version" : "versions"}: a control plane moves one at a time`;
  }
  const back = to.major - from.major || minors || (to.patch ?? 0) - (from.patch ?? to.patch ?? 0);
  return back < 0 ? `Kubernetes ${from.text} → ${to.text} goes back, which no control plane does` : undefined;
}

/** A version that moves at several sites in one deploy: what breaks with it breaks at all of them. */
export function versionWarnings(steps: readonly Step[]): Warning[] {
  const moves = steps.flatMap((step) => {
    const move = step.kind === "update" ? moveOf(step.old, step.resource) : undefined;
    const placement = step.kind === "delete" ? undefined : step.resource.placement;
    const site = placement ? siteIdOf(placement) : step.urn;
    return move ? [{ urn: step.urn, site, text: `${site} ${move.from.text} → ${move.to.text}` }] : [];
  });
  const sites = new Set(moves.map(({ site }) => site)).size;
  const [first] = moves;
  if (!first || sites < 2) return [];
  const because = `Kubernetes moves at ${sites} sites in one deploy (${moves.map(({ text }) => text).join(", ")}): what breaks with it breaks at all of them; move one site, look, then the next`;
  return [{ urn: first.urn, because, brief: `Kubernetes moves at ${sites} sites at once` }];
}

/** What a state says of the version that runs goes before what was asked for. */
function moveOf(old: EarlierResource, resource: GraphResource): Move | undefined {
  const asked = kubernetesVersionOf(old, old.inputs);
  const from = versionOf(kubernetesVersionOf(old, old.outputs ?? {}) ?? asked);
  const to = versionOf(kubernetesVersionOf(resource, resource.inputs));
  return from && to && from.text !== to.text ? { from, to } : undefined;
}

function versionOf(text: string | undefined): Version | undefined {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text ?? "") ?? [];
  return text === undefined || minor === undefined
    ? undefined
    : {
        text,
        major: Number(major),
        minor: Number(minor),
        ...(patch === undefined ? {} : { patch: Number(patch) }),
      };
}
