/**
 * A platform that an earlier version deployed gets to this one by `rollout`, while it serves: from the state that the
 * earlier version left, on the real engine.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { survivalVerdict } from "../../cli/survey";
import { graphFromState } from "../../graph/from-state";
import { graphOf } from "../../graph/graph";
import type { Graph } from "../../graph/resource";
import { publicNamesIn } from "../../graph/stack-settings";
import { nameOf, stackType, typeOf } from "../../graph/urn";
import { changesAgainst } from "../../report/against/changes";
import { readEarlier } from "../../report/against/earlier";
import { questionsOf } from "../../rollout/gate";
import { goneOf } from "../../rollout/gone";
import { type Asked, planRollout } from "../../rollout/plan";
import { runSteps, type Tools } from "../../rollout/run";
import { fixtureFile } from "../fixtures/stacks";
import { prodBefore, runningProd } from "../fixtures/states";
import { previewedGraph } from "./previewed";
import { describeWithPulumi, Sandbox, UP } from "./sandboxed";
import { type Done, stepsIn } from "./steps-done";

const SITES = ["oci-us-chicago-1", "oci-us-ashburn-1", "aws-us-east-2", "aws-us-west-2"];
const POOL = "oci:ContainerEngine/nodePool:NodePool";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

interface Ran {
  readonly title: string;
  readonly done: readonly Done[];
}

interface Gate {
  readonly asked: readonly Asked[];
  readonly addresses: Readonly<Record<string, readonly string[]>>;
  /** Objectives that are missed as the state stands, by the settings of the deploy that is under way. */
  readonly missed: readonly string[];
}

/** A state before its last step still carries the settings of the deploy before. */
function heldTo(state: Graph, planned: Graph): Graph {
  const { stackOutputs } = planned;
  return graphOf(
    state.resources.map((one) => (one.type === stackType ? { ...one, outputs: stackOutputs } : one)),
    state.notes,
  );
}

describeWithPulumi("prod as an earlier version left it", () => {
  const sandbox = new Sandbox("prod");
  afterAll(() => sandbox.remove());
  const file = path.join(sandbox.folder, "settings/Pulumi.prod.yaml");
  const before = prodBefore();
  const old = graphFromState(before);
  const runs: Ran[] = [];
  const gates: Gate[] = [];
  let planned: Graph;
  let wentWell = false;

  const gateOf = (state: Graph, asked: readonly Asked[]): Gate => ({
    asked,
    addresses: Object.fromEntries(asked.map((one) => [one.site, addressesOf(state, one, planned)])),
    missed: (survivalVerdict(heldTo(state, planned))?.misses ?? [])
      .filter(({ scenario }) => !scenario.includes(":brownout"))
      .map(({ scenario, capability, text }) => `${scenario}: ${capability} ${text}`),
  });

  /** The roll-out's own steps and order, each by the real CLI. */
  async function rollOut(): Promise<boolean> {
    const steps = planRollout({
      graph: planned,
      project: "twincloud",
      stack: "prod",
      sites: SITES,
      deployed: new Set(SITES),
      drained: new Set(),
      drainedBefore: new Set(),
      unreachable: new Set(),
      gone: goneOf(old, planned),
    });
    const titles = steps.flatMap(({ kind, title }) => (kind === "judge" || kind === "up" ? [title] : []));
    const tools: Tools = {
      copier: undefined,
      secondsBetweenCopies: 0,
      command: () => Promise.reject(new Error("no image is copied")),
      async pulumi({ args, env }) {
        const pack = args.includes("--policy-pack") ? [] : ["--no-policies"];
        const preview = args[0] === "up" ? ["--skip-preview"] : [];
        const log = path.join(sandbox.folder, `events-${runs.length}.json`);
        const { status, output } = sandbox.run(
          [...withoutStack(args), ...pack, ...preview, ...QUIET, "--event-log", log, "--config-file", file],
          { ...env, PULUMI_DEBUG_COMMANDS: "true" },
        );
        if (status !== 0)
          throw new Error(`${titles[runs.length]}: ended with ${status}:\n${output.slice(-4_000)}`);
        runs.push({ title: titles[runs.length] ?? "", done: stepsIn(readFileSync(log, "utf8")) });
        return 0;
      },
      async gate(asked) {
        gates.push(gateOf(sandbox.graph(), asked));
        return [];
      },
    };
    const told = { stack: "prod", source: undefined, anyUnreachable: false } as const;
    return runSteps(steps, {
      ...told,
      iamWindow: { OCI_GO_SDK_EC_CONFIG: "file,/tmp/window" },
      tools,
      stdout: { write: () => true },
    });
  }

  beforeAll(async () => {
    const { config } = parse(readFileSync(fixtureFile("prod"), "utf8")) as { config: object };
    mkdirSync(path.dirname(file));
    writeFileSync(file, stringify({ config: { ...config, ...runningProd } }));
    planned = previewedGraph("prod", file);
    importState(sandbox, before);
    wentWell = await rollOut();
  }, 3_600_000);

  const changes = () => runs.flatMap(({ done }) => done.filter(({ op }) => op !== "same"));
  const ofOp = (...ops: string[]) =>
    [...new Set(changes().flatMap(({ op, urn }) => (ops.includes(op) ? [urn] : [])))].sort();

  it("gets to this version by the steps of a roll-out, none of which fails or is refused by the policies", () => {
    expect(wentWell).toBe(true);
    expect(runs.map(({ title }) => title)).toEqual([
      "the whole, judged by the policies before anything changes",
      "registries, and what sites share",
      ...SITES.map((site) => `site ${site}`),
      "routing, and whatever is left",
    ]);
    expect(Object.keys(sandbox.up(["--config-file", file]).counts)).toEqual(["unchanged"]);
  });

  it("serves by the same addresses at every gate, and meets its objectives as it stands there", () => {
    const all = SITES.map((site): Asked => ({ site, about: "health" }));
    const served = gateOf(old, all).addresses;
    expect(gates.map(({ asked }) => asked.map(({ site }) => site))).toEqual([
      SITES,
      ...SITES.map((s) => [s]),
    ]);
    for (const { addresses, missed } of gates) {
      for (const [site, own] of Object.entries(addresses)) expect(own).toEqual(served[site]);
      expect(missed).toEqual([]);
    }
  });

  it("touches one site at a time, and DNS with its checks in the last step only", () => {
    for (const { title, done } of runs) {
      const touched = new Set(
        done.filter(({ op }) => op !== "same").flatMap(({ urn }) => SITES.filter((site) => isOf(site, urn))),
      );
      const site = SITES.find((one) => title === `site ${one}`);
      if (site !== undefined) expect([...touched]).toEqual([site]);
      if (title.startsWith("routing")) continue;
      const routing = done.filter(({ op, urn }) => op !== "same" && urn.includes("twincloud:routing:"));
      expect(routing.filter(({ urn }) => !typeOf(urn).includes(":Monitoring/alarm:"))).toEqual([]);
    }
  });

  it("replaces the Jobs that set queues up and OCI's StorageClasses, deletes the alarms by name, and nothing else", () => {
    const brief = (urns: readonly string[]) =>
      [...new Set(urns.map((urn) => `${typeOf(urn)} ${nameOf(urn)}`))].sort();
    const replaced = brief(ofOp("replace", "create-replacement", "delete-replaced"));
    // The queues' certificates are signed anew: each site has an authority of its own now.
    const isCertificate = (one: string) => /^tls:\S+LocallySignedCert queue-trust-/.test(one);
    expect(replaced.some(isCertificate)).toBe(true);
    expect(replaced.filter((one) => !isCertificate(one))).toEqual([
      ...[...SITES].sort().map((site) => `kubernetes:batch/v1:Job ${site}-queue-setup`),
      "kubernetes:storage.k8s.io/v1:StorageClass oci-us-ashburn-1-block-encrypted",
      "kubernetes:storage.k8s.io/v1:StorageClass oci-us-chicago-1-block-encrypted",
    ]);
    expect(brief(ofOp("delete"))).toEqual(
      ["engagement", "feed", "status", "upload"].map((name) => `oci:Monitoring/alarm:Alarm oci-${name}`),
    );
  });

  it("keeps what holds data, and from then on protects the addresses too", () => {
    const now = sandbox.graph();
    const kept = old.resources.filter(({ protect }) => protect);
    expect(kept.length).toBeGreaterThan(10);
    for (const { urn, id } of kept) expect(now.byUrn.get(urn)).toMatchObject({ id, protect: true });
    const addresses = now.resources.filter(({ type }) => /:(Eip|PublicIp)$/.test(type));
    expect(addresses.length).toBeGreaterThan(8);
    for (const { urn, id, protect } of addresses) {
      expect({ id, protect }).toEqual({ id: old.byUrn.get(urn)?.id, protect: true });
    }
  });

  it("gives nodes their larger disks before it asks for the pods' share of them", () => {
    for (const { title, done } of runs.filter((run) => run.title.startsWith("site oci-"))) {
      const at = (type: string) =>
        done.flatMap(({ op, urn }, i) => (op === "update" && typeOf(urn) === type ? [i] : []));
      const [pools, pods] = [at(POOL), at(DEPLOYMENT)];
      expect({ title, pools: pools.length > 0, pods: pods.length > 0 }).toEqual({
        title,
        pools: true,
        pods: true,
      });
      expect(Math.max(...pools)).toBeLessThan(Math.min(...pods));
    }
  });

  it("was told all of this beforehand by --against", () => {
    const told = changesAgainst(readEarlier(before, "before.json"), planned);
    expect(told.refused).toEqual([]);
    expect(told.data).toEqual([]);
    // Of a secret that changes both sides are hidden, so that nothing can be told of it (README.md).
    const isHidden = (urn: string) =>
      ["pulumi:pulumi:Stack", "kubernetes:core/v1:Secret"].includes(typeOf(urn));
    expect({
      create: told.create,
      update: told.update.map(({ urn }) => urn).filter((urn) => !isHidden(urn)),
      replace: told.replace.map(({ urn }) => urn),
      delete: told.delete,
    }).toEqual({
      create: ofOp("create"),
      update: ofOp("update").filter((urn) => !isHidden(urn)),
      replace: ofOp("replace", "create-replacement", "delete-replaced"),
      delete: ofOp("delete"),
    });
  });

  it("gets reserved hosts by new node pools, each made before the old one goes", () => {
    const { config } = parse(readFileSync(fixtureFile("prod"), "utf8")) as {
      config: Record<string, unknown>;
    };
    const reserved = { ...config, "twincloud:kubernetesVersion": runningProd["twincloud:kubernetesVersion"] };
    writeFileSync(file, stringify({ config: reserved }));
    const log = path.join(sandbox.folder, "events-reserved.json");
    const args = [...UP, "--event-log", log, "--config-file", file];
    const { status, output } = sandbox.run(args, { PULUMI_DEBUG_COMMANDS: "true" });
    expect({ status, output: status === 0 ? "" : output.slice(-4_000) }).toEqual({ status: 0, output: "" });
    const done = stepsIn(readFileSync(log, "utf8"));
    const pools = new Set(done.flatMap(({ urn }) => (typeOf(urn) === POOL ? [urn] : [])));
    expect(pools.size).toBe(6);
    for (const pool of pools) {
      const at = (op: string) => done.findIndex((step) => step.urn === pool && step.op === op);
      expect(at("create-replacement")).toBeGreaterThan(-1);
      expect(at("delete-replaced")).toBeGreaterThan(at("create-replacement"));
    }
  });
});

/** Makes the stack, and gives it a state whose secrets are in the clear: they are encrypted as those of the sandbox. */
function importState(sandbox: Sandbox, text: string): void {
  const went = (args: readonly string[]) => {
    const { status, output } = sandbox.run(args);
    if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}:\n${output.slice(-4_000)}`);
  };
  went(["stack"]);
  const made = readFileSync(path.join(sandbox.folder, "project/Pulumi.prod.yaml"), "utf8");
  const { encryptionsalt: salt } = parse(made) as { encryptionsalt: string };
  const state = JSON.parse(text) as { deployment: object };
  const deployment = { ...state.deployment, secrets_providers: { type: "passphrase", state: { salt } } };
  const file = path.join(sandbox.folder, "before.json");
  writeFileSync(file, JSON.stringify({ ...state, deployment }));
  went(["stack", "import", "--file", file]);
}

const QUIET = ["--non-interactive", "--suppress-outputs"];

/** The sandbox names the stack by itself. */
function withoutStack(args: readonly string[]): string[] {
  const at = args.indexOf("--stack");
  return args.filter((_, i) => i !== at && i !== at + 1);
}

const isOf = (site: string, urn: string): boolean =>
  nameOf(urn) === site || nameOf(urn).startsWith(`${site}-`);

function addressesOf(state: Graph, asked: Asked, planned: Graph): string[] {
  const questions = questionsOf(state, asked, publicNamesIn(planned));
  return [...new Set(questions.map(({ address }) => address))].sort();
}
