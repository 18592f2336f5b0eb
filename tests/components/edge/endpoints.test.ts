import { describe, expect, it } from "vitest";
import {
  type EndpointsDocument,
  endpointsText,
  MOST_ENDPOINTS_BYTES,
} from "../../../components/edge/endpoints";
import { haproxyConfig } from "../../../components/edge/haproxy";
import type { EdgeInput } from "../../../components/edge/input";
import { WrongSettingError } from "../../../components/wrong-setting";
import { stackGraph } from "../../support/graphs";
import { site as edge, sectionsOf, upload } from "./site";

const sites = [
  { id: "aws-us-east-2", provider: "aws", region: "us-east-2", weight: 40 },
  { id: "oci-us-chicago-1", provider: "oci", region: "us-chicago-1", weight: 60 },
];
const named = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ capability: `c${n}`, host: `c${n}.clips.example.com` }));

describe("the document of endpoints", () => {
  it("names every capability at every site", () => {
    const text = endpointsText([{ capability: "feed", host: "feed.clips.example.com" }], sites);
    expect(JSON.parse(text)).toEqual({
      version: 1,
      sites,
      capabilities: [
        {
          name: "feed",
          host: "feed.clips.example.com",
          health: "/healthz/feed",
          sites: {
            "aws-us-east-2": "feed-aws-us-east-2.clips.example.com",
            "oci-us-chicago-1": "feed-oci-us-chicago-1.clips.example.com",
          },
        },
      ],
    });
  });

  it("is refused when it is larger than an edge answers with", () => {
    const most = [...Array(400).keys()].findLast((count) => {
      try {
        return Buffer.byteLength(endpointsText(named(count), sites)) <= MOST_ENDPOINTS_BYTES;
      } catch {
        return false;
      }
    });
    expect(most).toBeGreaterThan(50);
    expect(() => endpointsText(named((most ?? 0) + 1), sites)).toThrow(WrongSettingError);
  });

  it("is the same at every edge of prod, and names what the authorities answer", () => {
    const graph = stackGraph("prod");
    const maps = (graph.byType.get("kubernetes:core/v1:ConfigMap") ?? []).flatMap(({ inputs }) => {
      const text = (inputs.data as Record<string, string> | undefined)?.["endpoints.json"];
      return text === undefined ? [] : [text];
    });
    expect(maps).toHaveLength(4);
    expect(new Set(maps).size).toBe(1);
    const { capabilities, sites: all } = JSON.parse(maps[0] ?? "") as EndpointsDocument;
    expect(all.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    const hosts = capabilities.flatMap(({ host, sites: own }) => [host, ...Object.values(own)]);
    const answered = (type: string, key: string) =>
      new Set((graph.byType.get(type) ?? []).filter(({ inputs }) => inputs[key] === "A").map(nameOf));
    const nameOf = ({ inputs }: { inputs: Readonly<Record<string, unknown>> }) =>
      inputs.name ?? inputs.domain;
    expect(answered("aws:route53/record:Record", "type")).toEqual(new Set(hosts));
    expect(answered("oci:Dns/rrset:Rrset", "rtype")).toEqual(new Set(hosts));
  });
});

describe("an edge", () => {
  const feed = {
    ...upload,
    name: "feed",
    host: "Feed.clips.example.com",
    siteHost: "Feed-OCI-us-chicago-1.clips.example.com",
  };
  const input: EdgeInput = { ...edge, capabilities: [feed], endpoints: "/etc/haproxy/endpoints.json" };
  const rules = (of: EdgeInput) => sectionsOf(haproxyConfig(of)).get("frontend public") ?? [];
  const place = (of: EdgeInput, beginning: string) =>
    rules(of).findIndex((line) => line.startsWith(beginning));

  it("answers with the document whatever the host, and only where there is one", () => {
    expect(rules(input).filter((line) => line.includes("endpoints"))).toEqual([
      'http-request return status 200 content-type application/json hdr Cache-Control "public, max-age=86400" hdr Access-Control-Allow-Origin * file /etc/haproxy/endpoints.json if { path /.well-known/twincloud-endpoints.json } { method GET HEAD }',
    ]);
    const { endpoints, ...without } = input;
    expect(rules(without).filter((line) => line.includes("endpoints"))).toEqual([]);
  });

  it("takes requests for its own name for those for the public one, before it counts or routes by it", () => {
    const rule = (what: string) =>
      `http-request ${what} if { var(txn.host) -m str feed-oci-us-chicago-1.clips.example.com }`;
    const [header, variable] = [
      rule("set-header Host feed.clips.example.com"),
      rule("set-var(txn.host) str(feed.clips.example.com)"),
    ];
    const [first, second] = [place(input, header), place(input, variable)];
    expect(first).toBeGreaterThan(place(input, "http-request set-var(txn.host) req.fhdr(host)"));
    // The header first, as the second one's condition is gone with it.
    expect(second).toBe(first + 1);
    expect(place(input, "http-request track-sc2")).toBeGreaterThan(second);
    expect(place(input, "use_backend feed")).toBeGreaterThan(second);
  });

  it("refuses names that two would answer", () => {
    const both = { ...input, capabilities: [feed, { ...upload, siteHost: feed.host }] };
    expect(() => haproxyConfig(both)).toThrow(/only one with that name and host/);
  });
});
