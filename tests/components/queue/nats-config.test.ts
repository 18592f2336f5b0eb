import { describe, expect, it } from "vitest";
import type { QueuePlan } from "../../../components/queue/model";
import { leafRemotes, natsConfig } from "../../../components/queue/nats-config";
import { chicago, ohio, oregon, plan } from "./fixture";

const servers = ["queue-0.queue", "queue-1.queue", "queue-2.queue"];
const config = (over: Partial<Parameters<typeof natsConfig>[0]> = {}) =>
  natsConfig({
    plan,
    site: ohio,
    servers,
    maxPayloadBytes: 1_048_576,
    maxFileStoreBytes: 40_000_000_000,
    maxMemoryStoreBytes: 67_108_864,
    ...over,
  });

/** The text between the braces that follow `title`, which must stand once. */
function block(text: string, title: string): string {
  const parts = text.split(`${title} {`);
  if (parts.length !== 2) throw new Error(`${title} stands ${parts.length - 1} times`);
  let depth = 1;
  const rest = parts[1] ?? "";
  for (let i = 0; i < rest.length; i++) {
    if (rest[i] === "{") depth++;
    if (rest[i] === "}" && --depth === 0) return rest.slice(0, i);
  }
  throw new Error(`${title} does not end`);
}
const quoted = (text: string): string[] => [...text.matchAll(/"([^"]*)"/g)].map(([, inner]) => inner ?? "");
/** What one user may publish and hear, and how it may connect. */
function user(text: string, name: string) {
  const [, after = ""] = text.split(`user: "${name}"`);
  const own = after.split("user: ")[0] ?? "";
  return {
    connections: quoted(/allowed_connection_types: \[(.*)\]/.exec(own)?.[1] ?? ""),
    publish: quoted(/publish \{ allow: \[([^\]]*)\]/.exec(own)?.[1] ?? ""),
    subscribe: quoted(/subscribe \{ allow: \[([^\]]*)\]/.exec(own)?.[1] ?? ""),
  };
}

/** What an account imports, by the names that it has there. */
const importsOf = (name: string): string[] =>
  block(config(), `\n  "${name}"`)
    .split("\n")
    .filter((line) => line.includes("account: "))
    .map((line) => quoted(line).at(-1) ?? "");

describe("a queue server", () => {
  it("has acknowledged messages on disk, in a domain named by its site", () => {
    const jetstream = block(config(), "\njetstream");
    expect(jetstream).toMatch(/^ {2}sync_interval: always$/m);
    expect(jetstream).toMatch(/^ {2}domain: "aws-us-east-2"$/m);
    expect(jetstream).toMatch(/^ {2}max_file_store: 40000000000$/m);
  });

  it("takes its own name from its pod", () => {
    expect(config()).toMatch(/^server_name: \$SERVER_NAME$/m);
  });

  it("knows clients by their certificate alone", () => {
    const text = config();
    expect(block(text, "\ntls")).toMatch(/verify_and_map: true/);
    expect(text).not.toMatch(/password|token|nkey|no_auth_user/);
  });

  it("takes routes from the site's own servers only", () => {
    const cluster = block(config(), "\ncluster");
    expect(quoted(/routes: \[([^\]]*)\]/.exec(cluster)?.[1] ?? "")).toEqual(
      servers.map((s) => `tls://${s}:6222`),
    );
    expect(cluster).toMatch(/verify_cert_and_check_known_urls: true/);
    expect(cluster).toMatch(/no_advertise: true/);
  });

  it("takes leaf links from certificates that it knows, and shows no site what another asks for", () => {
    const leafnodes = block(config(), "\nleafnodes");
    expect(leafnodes).toMatch(/verify_and_map: true/);
    expect(leafnodes).toMatch(/handshake_first: true/);
    expect(leafnodes).toMatch(/isolate_leafnode_interest: true/);
    expect(leafnodes).toMatch(/no_advertise: true/);
    expect(leafnodes).toMatch(/include "leaf-remotes.conf"/);
  });

  it("speaks TLS 1.3 on every listener", () => {
    const text = config();
    expect(text.match(/cert_file/g)?.length).toBe(text.match(/min_version: "1\.3"/g)?.length);
    expect(text.match(/cert_file/g)).toHaveLength(3);
  });

  it("has JetStream in the accounts that hold streams, one for each site, and nobody connects to those", () => {
    const text = block(config(), "\naccounts");
    const names = [...text.matchAll(/^ {2}"([^"]+)" \{/gm)].map(([, name]) => name ?? "");
    const holding = names.filter((name) => /^ {4}jetstream/m.test(block(text, `"${name}"`)));
    expect(holding).toEqual([ohio, oregon, chicago]);
    for (const name of holding) {
      expect(block(text, `"${name}"`)).not.toContain("users:");
      expect(block(text, `"${name}"`)).toContain("max_connections: 0, max_leafnodes: 0,");
    }
  });

  it("has every user alone in an account", () => {
    const text = block(config(), "\naccounts");
    for (const one of text.split(/^ {2}"/m).slice(1)) {
      expect(one.match(/user: /g)?.length ?? 0).toBeLessThanOrEqual(1);
    }
  });

  it("exports nothing to everybody", () => {
    const shares = config()
      .split("\n")
      .filter((line) => /^ +\{ (service|stream): "/.test(line));
    expect(shares.length).toBeGreaterThan(10);
    for (const line of shares) expect(line).toMatch(/accounts: \["[^\]]+"\] \}$/);
  });

  it("limits streams, consumers, connections, subscriptions and payloads of every account", () => {
    // Ohio's own uploads: feed and two mirrors; its engagement: engagement and two mirrors.
    expect(block(config(), `\n  "${ohio}"`)).toContain("jetstream { max_streams: 2, max_consumers: 3 }");
    expect(block(config(), '"workload_feed"')).toContain(
      "limits { max_connections: 100, max_leafnodes: 0, max_subscriptions: 20000, max_payload: 8192 }",
    );
    // Its families' largest event is of 16,384 bytes.
    expect(block(config(), '"workload_engagement"')).toContain("max_payload: 24576 }");
  });
});

describe("a server's memory", () => {
  const number = (key: string) => Number(new RegExp(`^${key}: (\\d+)$`, "m").exec(config())?.[1]);
  /** Of the catalog's 2 GiB. */
  const most = 1024 ** 3;

  it("isn't at its end by one workload that reads nothing of what it is sent", () => {
    const connections = Number(/max_connections: (\d+)/.exec(block(config(), '"workload_feed"'))?.[1]);
    expect(connections * number("max_pending")).toBeLessThan(most);
  });

  it("holds a pull of 500 of the largest events of engagement for a client that is slow", () => {
    const withHeaders = 16_384 + 300;
    expect(number("max_pending")).toBeGreaterThan(500 * withHeaders);
  });

  it("isn't at its end by connections that never say who they are", () => {
    const measured = 33_000;
    expect(number("max_connections") * measured).toBeLessThan(most);
  });
});

describe("a workload at the queue", () => {
  it("publishes its own families' subjects and nobody else's", () => {
    const engagement = user(config(), "engagement.workload.aws-us-east-2.queue.internal");
    expect(engagement.publish.filter((s) => !s.includes("JS"))).toEqual(["engage.>", "watch.>"]);
  });

  it("asks for and acknowledges what it consumes, and reads it again, at its own site's copies", () => {
    expect(user(config(), "feed.workload.aws-us-east-2.queue.internal").publish).toEqual([
      "JS.aws-us-east-2.API.CONSUMER.INFO.uploads-aws-us-east-2.feed",
      "JS.aws-us-east-2.API.STREAM.MSG.GET.uploads-aws-us-east-2",
      "JS.aws-us-east-2.API.CONSUMER.MSG.NEXT.uploads-aws-us-east-2.feed",
      "$JS.API.CONSUMER.MSG.NEXT.uploads-aws-us-east-2.feed",
      "$JS.ACK.uploads-aws-us-east-2.feed.>",
      "JS.aws-us-west-2.API.CONSUMER.INFO.uploads-aws-us-west-2.feed",
      "JS.aws-us-west-2.API.STREAM.MSG.GET.uploads-aws-us-west-2",
      "JS.aws-us-west-2.API.CONSUMER.MSG.NEXT.uploads-aws-us-west-2.feed",
      "$JS.ACK.uploads-aws-us-west-2.feed.>",
      "JS.oci-us-chicago-1.API.CONSUMER.INFO.uploads-oci-us-chicago-1.feed",
      "JS.oci-us-chicago-1.API.STREAM.MSG.GET.uploads-oci-us-chicago-1",
      "JS.oci-us-chicago-1.API.CONSUMER.MSG.NEXT.uploads-oci-us-chicago-1.feed",
      "$JS.ACK.uploads-oci-us-chicago-1.feed.>",
    ]);
  });

  it("imports what it may publish, and no more: an answer can't go further than its question", () => {
    for (const { name } of plan.workloads) {
      const may = user(config(), `${name}.workload.aws-us-east-2.queue.internal`);
      expect(importsOf(`workload_${name}`)).toEqual(may.publish);
    }
  });

  it("hears its own replies only, and connects as a client", () => {
    for (const { name } of plan.workloads) {
      const may = user(config(), `${name}.workload.aws-us-east-2.queue.internal`);
      expect(may.subscribe).toEqual([`_INBOX.${name}.>`]);
      expect(may.connections).toEqual(["STANDARD"]);
    }
  });

  it("is unknown to every other site", () => {
    expect(config({ site: chicago })).not.toContain("workload.aws-us-east-2");
  });
});

describe("the setup Job at the queue", () => {
  const may = user(config(), "setup.aws-us-east-2.queue.internal");
  const asked = (verb: string) => may.publish.filter((s) => s.includes(`.${verb}.`));

  it("deletes mirrors and nothing else, and neither purges, reads nor publishes an event", () => {
    expect(asked("DELETE")).toEqual([
      "JS.aws-us-west-2.API.STREAM.DELETE.engagement-aws-us-west-2",
      "JS.aws-us-west-2.API.STREAM.DELETE.uploads-aws-us-west-2",
      "JS.oci-us-chicago-1.API.STREAM.DELETE.engagement-oci-us-chicago-1",
      "JS.oci-us-chicago-1.API.STREAM.DELETE.uploads-oci-us-chicago-1",
    ]);
    for (const subject of may.publish) {
      expect(subject).toMatch(
        /API\.(INFO$|STREAM\.(INFO|NAMES|LIST|CREATE|UPDATE|DELETE)|CONSUMER\.(INFO|NAMES|LIST|CREATE|RESET|DURABLE\.CREATE))/,
      );
    }
  });

  it("makes and changes what is of the plan, by its name", () => {
    for (const subject of may.publish) expect(subject).not.toMatch(/[*>]/);
    expect(asked("STREAM.CREATE")).toHaveLength(6);
    expect(asked("CONSUMER.CREATE").filter((s) => s.startsWith("JS.aws-us-east-2."))).toEqual([
      "JS.aws-us-east-2.API.CONSUMER.CREATE.engagement-aws-us-east-2.engagement",
      "JS.aws-us-east-2.API.CONSUMER.CREATE.engagement-aws-us-east-2.mirror-aws-us-west-2",
      "JS.aws-us-east-2.API.CONSUMER.CREATE.engagement-aws-us-east-2.mirror-oci-us-chicago-1",
      "JS.aws-us-east-2.API.CONSUMER.CREATE.uploads-aws-us-east-2.feed",
      "JS.aws-us-east-2.API.CONSUMER.CREATE.uploads-aws-us-east-2.mirror-aws-us-west-2",
      "JS.aws-us-east-2.API.CONSUMER.CREATE.uploads-aws-us-east-2.mirror-oci-us-chicago-1",
    ]);
  });

  it("begins this site's own mirrors anew at their origins, and no other site's", () => {
    for (const subject of asked("RESET")) expect(subject).toMatch(/\.mirror-aws-us-east-2$/);
    expect(asked("RESET")).toHaveLength(4);
  });
});

describe("another site's leaf link", () => {
  const may = user(config(), "leaf.oci-us-chicago-1.queue.internal");

  it("may begin its own mirrors' consumers anew, ask what there is and say how far it is, and no more", () => {
    expect(may.publish).toEqual([
      "JS.aws-us-east-2.API.CONSUMER.RESET.engagement-aws-us-east-2.mirror-oci-us-chicago-1",
      "JS.aws-us-east-2.API.STREAM.INFO.engagement-aws-us-east-2",
      "$JS.FC.engagement-aws-us-east-2.mirror-oci-us-chicago-1.>",
      "JS.aws-us-east-2.API.CONSUMER.RESET.uploads-aws-us-east-2.mirror-oci-us-chicago-1",
      "JS.aws-us-east-2.API.STREAM.INFO.uploads-aws-us-east-2",
      "$JS.FC.uploads-aws-us-east-2.mirror-oci-us-chicago-1.>",
    ]);
    expect(may.subscribe).toEqual(["mirror.oci-us-chicago-1.>", "_R_.>"]);
  });

  it("imports that, and what its mirrors are sent", () => {
    expect(importsOf("from_oci-us-chicago-1")).toEqual([
      ...may.publish,
      "mirror.oci-us-chicago-1.engagement-aws-us-east-2",
      "mirror.oci-us-chicago-1.uploads-aws-us-east-2",
    ]);
  });

  it("can't be used as a client", () => {
    expect(may.connections).toEqual(["LEAFNODE"]);
  });
});

describe("a site's own end of a leaf link", () => {
  it("takes nothing of anybody, whatever the other site sends", () => {
    for (const peer of [oregon, chicago]) expect(importsOf(`to_${peer}`)).toEqual([]);
  });

  it("lends the mirrors' account what they are sent, and carries what they ask", () => {
    expect(importsOf(chicago)).toEqual([
      "JS.oci-us-chicago-1.API.CONSUMER.RESET.engagement-oci-us-chicago-1.mirror-aws-us-east-2",
      "$JS.FC.engagement-oci-us-chicago-1.mirror-aws-us-east-2.>",
      "mirror.aws-us-east-2.engagement-oci-us-chicago-1",
      "JS.oci-us-chicago-1.API.CONSUMER.RESET.uploads-oci-us-chicago-1.mirror-aws-us-east-2",
      "$JS.FC.uploads-oci-us-chicago-1.mirror-aws-us-east-2.>",
      "mirror.aws-us-east-2.uploads-oci-us-chicago-1",
    ]);
  });
});

describe("a site's leaf links", () => {
  const leafAddresses = { [chicago]: ["192.0.2.7"], [oregon]: ["198.51.100.1", "198.51.100.2"] };

  it("lead to every edge address of every other site, each from an account of its own", () => {
    const text = leafRemotes({ plan, site: ohio, leafAddresses });
    const remotes = text.split("account: ").slice(1);
    expect(
      remotes.map((remote) => quoted(remote).filter((s) => !s.includes("/etc/") && s !== "1.3")),
    ).toEqual([
      [`to_${oregon}`, "tls://198.51.100.1:7422", "tls://198.51.100.2:7422"],
      [`to_${chicago}`, "tls://192.0.2.7:7422"],
    ]);
    expect(text).not.toContain(ohio);
  });

  it("need an address of every other site", () => {
    expect(() => leafRemotes({ plan, site: ohio, leafAddresses: { [chicago]: ["192.0.2.7"] } })).toThrow(
      /no edge address of site "aws-us-west-2"/,
    );
  });
});

describe("the queue's configuration", () => {
  it("does not depend on the order of sites and workloads", () => {
    const turned: QueuePlan = {
      ...plan,
      sites: [...plan.sites].reverse(),
      workloads: [...plan.workloads].reverse(),
    };
    expect(config({ plan: turned })).toBe(config());
  });

  it("must fit the volume, every site's streams together", () => {
    expect(() => config({ maxFileStoreBytes: 35_999_999_999 })).toThrow(
      /reserve 36000000000 bytes .* 35999999999/,
    );
    expect(() => config({ maxFileStoreBytes: 36_000_000_000 })).not.toThrow();
  });

  it("is of a site of the plan", () => {
    expect(() => config({ site: "aws-eu-west-1" })).toThrow(/"aws-eu-west-1" is not in the plan/);
  });

  it("stands for one site alone too", () => {
    const alone = config({ plan: { ...plan, sites: [ohio] } });
    expect(alone.match(/^ {4}jetstream/gm)).toHaveLength(1);
    expect(leafRemotes({ plan: { ...plan, sites: [ohio] }, site: ohio, leafAddresses: {} })).toMatch(
      /remotes: \[\s*\]/,
    );
  });
});
