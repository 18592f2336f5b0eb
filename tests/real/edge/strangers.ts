/** Whoever isn't a peer's edge at the port of peers. */
import { readFileSync } from "node:fs";
import * as https from "node:https";
import { now, sleep } from "../../../drill/frame/lane";
import { makeAuthority, sign } from "../../../drill/world/authority";
import type { Pair } from "./pair";
import { residentMiB } from "./process";

const PEERS = 7443;
const forgeries: readonly Readonly<Record<string, string>>[] = [
  { "x-twincloud-handed-on": "aws-us-east-2" },
  { "x-forwarded-for": "10.0.0.1" },
];

interface Asked {
  readonly status: number;
  readonly seconds: number;
}

/** Asks the port of peers with a certificate's folder, or none; status 0 where TLS or the connection fails. */
function ask(
  address: string,
  host: string,
  folder: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<Asked> {
  const identity = folder
    ? { cert: readFileSync(`${folder}/tls.crt`), key: readFileSync(`${folder}/tls.key`) }
    : {};
  const began = now();
  return new Promise((done) => {
    const ended = (status: number) => done({ status, seconds: now() - began });
    const request = https.get(
      {
        host: address,
        port: PEERS,
        path: "/x",
        servername: "",
        rejectUnauthorized: false,
        agent: false,
        timeout: 5000,
        ...identity,
        headers: { host, ...headers },
      },
      (answer) => answer.resume().on("end", () => ended(answer.statusCode ?? 0)),
    );
    request.on("timeout", () => request.destroy());
    request.on("error", () => ended(0));
  });
}

export async function strangers({ lane, here, there, authority }: Pair): Promise<void> {
  const host = here.host("feed");
  const folder = (name: string) => `${lane.dir}/strangers/${name}`;
  sign(folder("unlisted"), "edge.oci-us-phoenix-1", ["DNS:edge.oci-us-phoenix-1"], ["clientAuth"], authority);
  const queue = folder("queue-authority");
  makeAuthority(queue, "queue");
  sign(folder("workload"), "edge.aws-us-east-2", ["DNS:edge.aws-us-east-2"], ["clientAuth"], queue);
  const before = there.pods.feed.reduce((sum, pod) => sum + pod.requests, 0);
  lane.expect("without a certificate: no answer", (await ask(here.address, host, undefined)).status === 0);
  lane.expect(
    "with one of another authority: no answer",
    (await ask(here.address, host, folder("workload"))).status === 0,
  );
  lane.expect(
    "with one of an edge that is no peer: 403",
    (await ask(here.address, host, folder("unlisted"))).status === 403,
  );
  const own = await ask(here.address, host, there.peers, {
    "x-forwarded-for": "192.0.2.7",
    "x-twincloud-handed-on": "aws-us-east-2",
  });
  const seen = here.pods.feed.map(({ last }) => last["x-forwarded-for"]);
  lane.expect(
    "a peer's edge is answered, and believed who its client is",
    own.status === 200 && seen.includes("192.0.2.7"),
    { own, seen },
  );
  for (const world of [here])
    for (const forged of forgeries) {
      for (const pod of world.pods.feed) pod.last = {};
      const answer = await publicly(world.address, host, forged);
      const heads = world.pods.feed.flatMap(({ last }) => [
        last["x-twincloud-handed-on"],
        last["x-forwarded-for"],
      ]);
      lane.expect(
        `a forged ${Object.keys(forged)[0]} from outside means nothing`,
        answer === 200 && !heads.includes("10.0.0.1") && !heads.includes("aws-us-east-2"),
        { answer, heads },
      );
    }
  const canary = await publicly(here.address, host, {}, "/canary");
  lane.expect("nobody outside reaches the canary", canary === 404, canary);
  lane.expect(
    "none of it went on to the other site",
    there.pods.feed.reduce((sum, pod) => sum + pod.requests, 0) === before,
  );
  await sleep(200);
  lane.expect(
    "the edge's memory is bounded",
    residentMiB(`${lane.dir}/here`) < 200,
    residentMiB(`${lane.dir}/here`),
  );
}

function publicly(
  address: string,
  host: string,
  headers: Readonly<Record<string, string>>,
  path = "/x",
): Promise<number> {
  return new Promise((done) => {
    const request = https.get(
      {
        host: address,
        port: 8443,
        path,
        servername: "",
        rejectUnauthorized: false,
        agent: false,
        timeout: 5000,
        headers: { host, ...headers },
      },
      (answer) => answer.resume().on("end", () => done(answer.statusCode ?? 0)),
    );
    request.on("timeout", () => request.destroy());
    request.on("error", () => done(0));
  });
}
