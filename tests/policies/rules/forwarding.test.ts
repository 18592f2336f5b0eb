/** What one site hands on another takes, and nobody hands on twice: each careless edit is found by its rule. */
import { describe, expect, it } from "vitest";
import { forwardedOnce } from "../../../policies/rules/forwarded-once";
import { forwardingAgrees } from "../../../policies/rules/forwarding-agrees";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const configMap = (site: string) => ofType("kubernetes:core/v1:ConfigMap", `${site}-edge`);
const [aws, oci] = ["aws-us-east-2", "oci-us-phoenix-1"];
/** Staging with what a site's edge is told changed; of one site, or of both. */
function edited(site: string, from: string | RegExp, to: string, file = "haproxy.cfg") {
  return changed(stackGraph("staging"), configMap(site), (map) => {
    const text = (map.inputs.data as Record<string, string>)[file] ?? "";
    if (text.replace(from, to) === text) throw new Error(`${file} doesn't hold ${from}`);
    return setting(["data", file], text.replace(from, to))(map);
  });
}
const agree = (graph: ReturnType<typeof stackGraph>) => findings(forwardingAgrees, graph);
const wanted = "wanted an edge there that takes it";

describe("forwarding-agrees", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(agree(stackGraph(stack))).toEqual([]);
  });

  it("finds an address that is no site's", () => {
    const found = agree(edited(oci, /(setenv PEER_AWS_US_EAST_2_EDGE_1) \S+/, "$1 203.0.113.9", "peers.cfg"));
    expect(found).toEqual([
      `${oci}-edge hands requests to 203.0.113.9, which is no site's public address; ${wanted}`,
    ]);
  });

  it("finds a port without a listener on AWS, and without a port of the Service on OCI", () => {
    const listener = without(stackGraph("staging"), ofType("aws:lb/listener:Listener", `${aws}-edge-peers`));
    expect(agree(listener).join()).toMatch(new RegExp(`^${oci}-edge hands requests to ${aws} by `));
    const service = changed(
      stackGraph("staging"),
      ofType("kubernetes:core/v1:Service", `${oci}-edge-public`),
      setting(["spec", "ports", 2], undefined),
    );
    expect(agree(service)).toEqual([
      `${aws}-edge hands requests to ${oci} by ${oci}-edge-public, which has no port 7443; ${wanted}`,
    ]);
  });

  it("finds a certificate that the other doesn't take", () => {
    const found = agree(edited(oci, `-m str edge.${aws} }`, "-m str edge.aws-us-west-2 }"));
    expect(found).toEqual([
      `${aws}-edge hands requests to ${oci}, whose edge doesn't take the certificate of edge.${aws}; ${wanted}`,
    ]);
  });

  it("finds a certificate that isn't the other's", () => {
    const found = agree(
      edited(aws, new RegExp(`verifyhost edge.${oci}`, "g"), "verifyhost edge.oci-us-ashburn-1"),
    );
    expect(found).toEqual([
      `${aws}-edge expects the certificate of edge.oci-us-ashburn-1 at ${oci}, whose edge has that of edge.${oci}; ${wanted}`,
    ]);
  });

  it("finds an edge that takes nobody's", () => {
    const found = agree(edited(oci, / ca-file \S+ verify required alpn http.1\.1/, ""));
    expect(found).toContain(`${aws}-edge hands requests to ${oci}, whose edge takes none; ${wanted}`);
  });
});

describe("forwarded-once", () => {
  const once = (graph: ReturnType<typeof stackGraph>) => findings(forwardedOnce, graph);

  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(once(stackGraph(stack))).toEqual([]);
  });

  it("finds a rule by which what was handed on is handed on, through the process's own sockets too", () => {
    const added = (backend: string) =>
      once(edited(oci, /^frontend peers$/m, `frontend peers\n  use_backend ${backend} if { path / }`));
    const found = (backend: string) =>
      `${oci}-edge hands on what was handed to it, by the backend ${backend}; wanted a request that is handed on once`;
    expect(added("feed_away")).toEqual([found("feed_away")]);
    expect(added("feed_peer")).toContain(found("feed_away"));
  });

  it("finds a port for any certificate, and one for any address", () => {
    expect(once(edited(oci, /^.*status 403 unless \{ ssl_c_s_dn.*$/m, ""))).toEqual([
      `${oci}-edge takes requests by any certificate of the authority; wanted a list of the peers' subjects`,
    ]);
    expect(once(edited(oci, /^.*session reject unless \{ src .*$/m, ""))).toEqual([
      `${oci}-edge takes other sites' requests from every address; wanted a list of networks`,
    ]);
  });
});
