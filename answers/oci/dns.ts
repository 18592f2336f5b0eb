/** DNS: zones, records, steering policies. */
import type {
  RecordArgs,
  RecordState,
  RrsetArgs,
  RrsetState,
  SteeringPolicyArgs,
  SteeringPolicyAttachmentArgs,
  SteeringPolicyAttachmentState,
  SteeringPolicyState,
  ZoneArgs,
  ZoneState,
} from "@pulumi/oci/dns";
import { hex } from "../fake";
import { between, oneOf, when } from "../refusals";
import { notKnowable, resource } from "../resource";
import { active, globalOcid, region } from "./common";

const TEMPLATES = ["FAILOVER", "LOAD_BALANCE", "ROUTE_BY_GEO", "ROUTE_BY_ASN", "ROUTE_BY_IP", "CUSTOM"];
const RULES = ["FILTER", "HEALTH", "WEIGHTED", "PRIORITY", "LIMIT"];

/** With the dot that ends a whole name, as OCI answers. */
const NAME_SERVERS = [1, 2, 3, 4].map((n) => `ns${n}.p68.dns.oraclecloud.net.`);

const api = (regionName: string, path: string): string =>
  `https://dns.${regionName}.oci.oraclecloud.com/20180115/${path}`;

export const dns = [
  resource<ZoneState, ZoneArgs>("oci:Dns/zone:Zone", {
    required: { compartmentId: true, zoneType: true },
    autoName: { property: "name", maxLength: 255 },
    refuses: (inputs) => [
      oneOf("zoneType", inputs.zoneType, ["PRIMARY", "SECONDARY"]),
      oneOf("scope", inputs.scope, ["GLOBAL", "PRIVATE"]),
      oneOf("dnssecState", inputs.dnssecState, ["ENABLED", "DISABLED"]),
    ],
    id: (r) => globalOcid("dns-zone", r.urn),
    computed: {
      ...active,
      dnssecConfigs: () => [],
      dnssecState: (r) => r.inputs.dnssecState ?? "DISABLED",
      isProtected: () => false,
      nameservers: () => NAME_SERVERS.map((hostname) => ({ hostname })),
      scope: (r) => r.inputs.scope ?? "GLOBAL",
      self: (r) => api(region(r), `zones/${r.id}`),
      serial: () => 1,
      version: () => "1",
      zoneTransferServers: () => [],
    },
  }),

  resource<RecordState, RecordArgs>("oci:Dns/record:Record", {
    required: { domain: true, rtype: true, zoneNameOrId: true },
    refuses: (inputs) => [
      when(inputs.rdata === undefined, "rdata", "is required and missing"),
      when(inputs.ttl === undefined, "ttl", "is required and missing"),
      between("ttl", inputs.ttl, 1, 604_800),
    ],
    id: (r) => hex(`record:${r.urn}`, 32),
    computed: {
      isProtected: () => false,
      recordHash: (r) => hex(`record:${r.urn}`, 32),
      rrsetVersion: () => "1",
    },
  }),

  resource<RrsetState, RrsetArgs>("oci:Dns/rrset:Rrset", {
    required: { domain: true, rtype: true, zoneNameOrId: true },
    refuses: (inputs) =>
      (inputs.items ?? []).map((item, i) => between(`items[${i}].ttl`, item.ttl, 1, 604_800)),
    id: (r) => `zoneNameOrId/${r.inputs.zoneNameOrId}/domain/${r.inputs.domain}/rtype/${r.inputs.rtype}`,
    computed: {},
  }),

  resource<SteeringPolicyState, SteeringPolicyArgs>("oci:Dns/steeringPolicy:SteeringPolicy", {
    required: { compartmentId: true, displayName: true, template: true },
    refuses: (inputs) => [
      oneOf("template", inputs.template, TEMPLATES),
      between("ttl", inputs.ttl, 1, 604_800),
      ...(inputs.answers ?? []).map((answer, i) =>
        oneOf(`answers[${i}].rtype`, answer.rtype, ["A", "AAAA", "CNAME"]),
      ),
      ...(inputs.rules ?? []).map((rule, i) => oneOf(`rules[${i}].ruleType`, rule.ruleType, RULES)),
      when(
        (inputs.rules ?? []).some((rule) => rule.ruleType === "HEALTH") && !inputs.healthCheckMonitorId,
        "healthCheckMonitorId",
        "is required with a HEALTH rule",
      ),
    ],
    id: (r) => globalOcid("dnspolicy", r.urn),
    computed: {
      ...active,
      self: (r) => api(region(r), `steeringPolicies/${r.id}`),
      ttl: (r) => r.inputs.ttl ?? 60,
    },
  }),

  resource<SteeringPolicyAttachmentState, SteeringPolicyAttachmentArgs>(
    "oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment",
    {
      required: { domainName: true, steeringPolicyId: true, zoneId: true },
      id: (r) => globalOcid("dnspolicyattachment", r.urn),
      computed: {
        ...active,
        compartmentId: notKnowable, // the policy's
        rtypes: notKnowable, // those of the policy's answers
        self: (r) => api(region(r), `steeringPolicyAttachments/${r.id}`),
      },
    },
  ),
];
