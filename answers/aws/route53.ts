/** Route 53: zones, records, health checks. */
import type {
  HealthCheckArgs,
  HealthCheckState,
  RecordArgs,
  RecordState,
  ZoneArgs,
  ZoneState,
} from "@pulumi/aws/route53";
import { checkerRegions } from "../../graph/clouds/aws/checker-regions";
import { integer, uuid } from "../fake";
import { atMostOne, between, exactlyOne, matches, oneOf, when } from "../refusals";
import { resource } from "../resource";
import { hostedZoneId, tagged } from "./common";

/** Route 53 names its servers by number: each top-level domain has 512 of them, eight to a number of its own. */
const TOP_LEVEL_DOMAINS = ["com", "net", "org", "co.uk"];

export function nameServers(zoneId: string): string[] {
  return TOP_LEVEL_DOMAINS.map((domain, i) => {
    const server = integer(`name-server:${domain}:${zoneId}`, 512);
    const group = String(server >> 3).padStart(2, "0");
    return `ns-${i * 512 + server}.awsdns-${group}.${domain}`;
  }).sort();
}

const withoutDot = (name: string): string => name.replace(/\.$/, "");

const ROUTING_POLICIES = [
  "weightedRoutingPolicies",
  "failoverRoutingPolicies",
  "geolocationRoutingPolicies",
  "latencyRoutingPolicies",
  "cidrRoutingPolicy",
  "geoproximityRoutingPolicy",
  "multivalueAnswerRoutingPolicy",
];

const RECORD_TYPES = "A AAAA CAA CNAME DS HTTPS MX NAPTR NS PTR SOA SPF SRV SSHFP SVCB TLSA TXT".split(" ");
const ENDPOINT_CHECKS = ["HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP"];
const OTHER_CHECKS = ["CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"];

export const route53 = [
  resource<ZoneState, ZoneArgs>("aws:route53/zone:Zone", {
    required: {},
    defaults: { comment: "Managed by Pulumi", forceDestroy: false },
    autoName: { property: "name", maxLength: 255 },
    id: (r) => hostedZoneId(r.urn),
    computed: {
      ...tagged,
      arn: (r) => `arn:aws:route53:::hostedzone/${r.id}`,
      name: (r) => (r.inputs.name === undefined ? undefined : withoutDot(r.inputs.name)),
      nameServers: (r) => nameServers(r.id),
      primaryNameServer: (r) => nameServers(r.id)[integer(`primary:${r.id}`, 4)],
      zoneId: (r) => r.id,
    },
  }),

  resource<RecordState, RecordArgs>("aws:route53/record:Record", {
    required: { name: true, type: true, zoneId: true },
    refuses: (inputs) => {
      const given = inputs as Readonly<Record<string, unknown>>;
      const routed = ROUTING_POLICIES.some(
        (policy) => given[policy] !== undefined && given[policy] !== false,
      );
      return [
        exactlyOne(inputs, ["records", "aliases"]),
        atMostOne(inputs, ROUTING_POLICIES),
        oneOf("type", inputs.type, RECORD_TYPES),
        when(inputs.records !== undefined && inputs.ttl === undefined, "ttl", "is required with records"),
        when(routed && !inputs.setIdentifier, "setIdentifier", "is required with a routing policy"),
        when(
          !routed && inputs.setIdentifier !== undefined,
          "setIdentifier",
          "is not taken without a routing policy",
        ),
        ...(inputs.weightedRoutingPolicies ?? []).map(({ weight }) =>
          between("weightedRoutingPolicies.weight", weight, 0, 255),
        ),
      ];
    },
    id: (r) => {
      const { zoneId, name, type, setIdentifier } = r.inputs;
      const record = `${zoneId}_${withoutDot(name).toLowerCase()}_${type}`;
      return setIdentifier === undefined ? record : `${record}_${setIdentifier}`;
    },
    // A record's name is taken to be whole: AWS would add the zone's name to a shorter one.
    computed: { fqdn: (r) => withoutDot(r.inputs.name) },
  }),

  resource<HealthCheckState, HealthCheckArgs>("aws:route53/healthCheck:HealthCheck", {
    required: { type: true },
    defaults: { disabled: false },
    refuses: (inputs) => {
      const endpoint = ENDPOINT_CHECKS.includes(inputs.type);
      const matching = inputs.type.endsWith("_STR_MATCH");
      const regions = inputs.regions ?? checkerRegions;
      return [
        oneOf("type", inputs.type, [...ENDPOINT_CHECKS, ...OTHER_CHECKS]),
        when(
          endpoint && inputs.ipAddress === undefined && inputs.fqdn === undefined,
          "ipAddress",
          "is required unless fqdn is given",
        ),
        oneOf("requestInterval", inputs.requestInterval, [10, 30]),
        between("failureThreshold", inputs.failureThreshold, 1, 10),
        between("port", inputs.port, 1, 65_535),
        when(
          matching !== (inputs.searchString !== undefined),
          "searchString",
          "goes with the _STR_MATCH types",
        ),
        matches("resourcePath", inputs.resourcePath, /^.{0,255}$/, "at most 255 characters long"),
        matches("searchString", inputs.searchString, /^.{1,255}$/, "1 to 255 characters long"),
        when(
          regions.length < 3,
          "regions",
          `${regions.length} checker regions are given, at least 3 are wanted`,
        ),
        ...regions.map((name) => oneOf("regions", name, checkerRegions)),
      ];
    },
    id: (r) => uuid(`health-check:${r.urn}`),
    computed: { ...tagged, arn: (r) => `arn:aws:route53:::healthcheck/${r.id}` },
  }),
];
