import { describe, expect, it } from "vitest";
import { certificatePlan } from "../../../components/queue/certificates";
import { natsConfig } from "../../../components/queue/nats-config";
import { chicago, ohio, plan } from "./fixture";

const servers = ["queue-0.queue.queue.svc.cluster.local", "queue-1.queue.queue.svc.cluster.local"];
const plans = certificatePlan(plan, ohio, servers, ["queue.queue.svc"]);
const named = (name: string) => plans.find((p) => p.name === name);

describe("the certificates of a site's queue", () => {
  it("are three of the servers, one of the setup Job and one a workload", () => {
    expect(plans.map((p) => p.name)).toEqual([
      "server",
      "leaf-listen",
      "leaf-dial",
      "setup",
      "workload-engagement",
      "workload-feed",
      "workload-upload",
    ]);
  });

  it("name the servers as routes and clients call them", () => {
    expect(named("server")).toMatchObject({
      dnsNames: ["queue.queue.svc", ...servers],
      edgeAddresses: false,
      uses: ["digital_signature", "server_auth", "client_auth"],
    });
  });

  it("carry the edge addresses only where other sites dial them", () => {
    expect(plans.filter((p) => p.edgeAddresses).map((p) => p.name)).toEqual(["leaf-listen"]);
    expect(named("leaf-listen")?.uses).not.toContain("client_auth");
  });

  it("hold within the site alone, but for the links: no other site's are of its authority", () => {
    expect(plans.filter(({ authority }) => authority === "links").map(({ name }) => name)).toEqual([
      "leaf-listen",
      "leaf-dial",
    ]);
  });

  it("let no client pass for a server", () => {
    for (const p of plans.filter(({ name }) => name !== "server" && name !== "leaf-listen")) {
      expect(p.uses).toEqual(["digital_signature", "client_auth"]);
      expect(servers).not.toContain(p.dnsNames[0]);
    }
  });

  it("name each client as the configuration of the site that it calls knows it", () => {
    const config = (site: string) =>
      natsConfig({
        plan,
        site,
        servers,
        maxPayloadBytes: 1_048_576,
        maxFileStoreBytes: 40_000_000_000,
        maxMemoryStoreBytes: 67_108_864,
      });
    const users = (site: string) => [...config(site).matchAll(/user: "([^"]+)"/g)].map(([, user]) => user);
    const clients = plans.filter(({ name }) => name.startsWith("workload-") || name === "setup");
    expect(users(ohio)).toEqual(expect.arrayContaining(clients.flatMap((p) => p.dnsNames)));
    expect(users(chicago)).toEqual(expect.arrayContaining(named("leaf-dial")?.dnsNames ?? []));
    expect(users(chicago)).not.toEqual(expect.arrayContaining(named("setup")?.dnsNames ?? []));
  });
});
