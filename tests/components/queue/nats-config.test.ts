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

  it("has an account for each site, and users in its own site's only", () => {
    const text = block(config(), "\naccounts");
    expect(text.match(/^ {2}"([^"]+)" \{/gm)).toEqual([
      '  "aws-us-east-2" {',
      '  "aws-us-west-2" {',
      '  "oci-us-chicago-1" {',
    ]);
    for (const site of [oregon, chicago]) expect(block(text, `"${site}"`)).not.toContain("users");
    expect(text.match(/jetstream: enabled/g)).toHaveLength(3);
  });

  it("lends the other sites' accounts to its own site's only", () => {
    const chicagoAccount = block(block(config(), "\naccounts"), `"${chicago}"`);
    const exports = chicagoAccount.split("\n").filter((line) => line.includes("service:"));
    expect(exports).toHaveLength(3);
    for (const line of exports) expect(line).toContain('accounts: ["aws-us-east-2"]');
  });
});

describe("a workload at the queue", () => {
  it("publishes its own families' subjects and nobody else's", () => {
    const engagement = user(config(), "engagement.workload.aws-us-east-2.queue.internal");
    expect(engagement.publish.filter((s) => !s.includes("JS"))).toEqual(["engage.>", "watch.>"]);
  });

  it("asks for and acknowledges what it consumes, at its own site's copies", () => {
    expect(user(config(), "feed.workload.aws-us-east-2.queue.internal").publish).toEqual([
      "$JS.API.CONSUMER.INFO.uploads-aws-us-east-2.feed",
      "$JS.API.CONSUMER.MSG.NEXT.uploads-aws-us-east-2.feed",
      "$JS.ACK.uploads-aws-us-east-2.feed.>",
      "JS.aws-us-west-2.API.CONSUMER.INFO.uploads-aws-us-west-2.feed",
      "JS.aws-us-west-2.API.CONSUMER.MSG.NEXT.uploads-aws-us-west-2.feed",
      "$JS.ACK.uploads-aws-us-west-2.feed.>",
      "JS.oci-us-chicago-1.API.CONSUMER.INFO.uploads-oci-us-chicago-1.feed",
      "JS.oci-us-chicago-1.API.CONSUMER.MSG.NEXT.uploads-oci-us-chicago-1.feed",
      "$JS.ACK.uploads-oci-us-chicago-1.feed.>",
    ]);
  });

  it("hears its own replies only, and connects as a client", () => {
    for (const { name } of plan.workloads) {
      const may = user(config(), `${name}.workload.aws-us-east-2.queue.internal`);
      expect(may.subscribe).toEqual([`_INBOX.${name}.>`]);
      expect(may.connections).toEqual(["STANDARD"]);
    }
  });

  it("is not known at another site", () => {
    expect(config({ site: chicago })).not.toContain("workload.aws-us-east-2");
  });
});

describe("the setup Job at the queue", () => {
  const may = user(config(), "setup.aws-us-east-2.queue.internal");

  it("may neither delete, purge nor read, nor publish an event", () => {
    for (const subject of may.publish) {
      expect(subject).toMatch(
        /API\.(INFO$|STREAM\.(INFO|NAMES|LIST|CREATE|UPDATE)|CONSUMER\.(INFO|NAMES|LIST|CREATE|DURABLE\.CREATE))/,
      );
    }
  });

  it("may do so in every site's account here", () => {
    expect(may.publish.filter((s) => s.endsWith("STREAM.CREATE.*"))).toEqual([
      "$JS.API.STREAM.CREATE.*",
      "JS.aws-us-west-2.API.STREAM.CREATE.*",
      "JS.oci-us-chicago-1.API.STREAM.CREATE.*",
    ]);
  });
});

describe("another site's leaf link", () => {
  const may = user(config(), "leaf.oci-us-chicago-1.queue.internal");

  it("may ask this site's streams to be delivered, and no more", () => {
    expect(may.publish).toEqual([
      "$JS.aws-us-east-2.API.CONSUMER.CREATE.engagement-aws-us-east-2.>",
      "$JS.aws-us-east-2.API.CONSUMER.CREATE.uploads-aws-us-east-2.>",
      "$JS.aws-us-east-2.API.CONSUMER.CREATE.engagement-aws-us-east-2",
      "$JS.aws-us-east-2.API.CONSUMER.CREATE.uploads-aws-us-east-2",
      "$JS.FC.>",
    ]);
    expect(may.subscribe).toEqual(["mirror.oci-us-chicago-1.>", "$JSC.R.>"]);
  });

  it("can't be used as a client, and is bound to this site's account", () => {
    expect(may.connections).toEqual(["LEAFNODE"]);
    expect(block(block(config(), "\naccounts"), `"${ohio}"`)).toContain(
      "leaf.oci-us-chicago-1.queue.internal",
    );
  });
});

describe("a site's leaf links", () => {
  const leafAddresses = { [chicago]: ["192.0.2.7"], [oregon]: ["198.51.100.1", "198.51.100.2"] };

  it("lead to every edge address of every other site, into that site's account", () => {
    const text = leafRemotes({ plan, site: ohio, leafAddresses });
    const remotes = text.split("account: ").slice(1);
    expect(
      remotes.map((remote) => quoted(remote).filter((s) => !s.includes("/etc/") && s !== "1.3")),
    ).toEqual([
      [oregon, "tls://198.51.100.1:7422", "tls://198.51.100.2:7422"],
      [chicago, "tls://192.0.2.7:7422"],
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
    expect(alone.match(/jetstream: enabled/g)).toHaveLength(1);
    expect(leafRemotes({ plan: { ...plan, sites: [ohio] }, site: ohio, leafAddresses: {} })).toMatch(
      /remotes: \[\s*\]/,
    );
  });
});
