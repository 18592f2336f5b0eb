/** The stack file of a new platform: what was said, and examples where only its owner knows. Pure. */
import { providerNames } from "../../graph/clouds/facts";
import { foreignImages } from "../../stacks/settings";
import type { Answers, NewCapability, NewDatabase } from "./answers";
import { exampleSettings } from "./clouds";
import { yamlWord } from "./yaml-text";

/** Where an image stands in every site's registry. */
export interface ImageRow {
  readonly image: string;
  readonly repository: string;
  readonly digest: string;
}

const foreignRepositories: Readonly<Record<(typeof foreignImages)[number], string>> = {
  haproxy: "third-party/haproxy",
  nats: "third-party/nats",
  natsCli: "third-party/nats-cli",
  rclone: "third-party/rclone",
  calico: "third-party/calico",
};

/** Every image that a site runs: the platform's own, then those of others. Digests are examples. */
export function imagesOf({ name, capabilities }: Answers): ImageRow[] {
  const own = capabilities.map((one) => ({ image: one.name, repository: `${name}/${one.name}` }));
  const others = foreignImages.map((image) => ({ image, repository: foreignRepositories[image] }));
  return [...own, ...others].map((row, index) => ({
    ...row,
    digest: `sha256:${String(index + 1).padStart(64, "0")}`,
  }));
}

const REPLICAS = 6;
const PERCENT = 100;

/** Whole percents that sum to 100, as even as can be. */
export function evenShares(count: number): number[] {
  const least = Math.floor(PERCENT / count);
  return Array.from({ length: count }, (_, index) => least + (index < PERCENT - least * count ? 1 : 0));
}

export function stackText(answers: Answers): string {
  const { name, domain, jurisdiction, sites, capabilities } = answers;
  // What nobody needs is none of the stack's.
  const databases = answers.databases.filter((one) =>
    capabilities.some((capability) => capability.databases.includes(one.name)),
  );
  const labels = capabilities.flatMap(({ label }) => (label === undefined ? [] : [`${label}.`]));
  const shares = evenShares(sites.length);
  const lines = [
    `# The stack ${name}. Ids, addresses and digests are examples: put your own in their place before a deploy. Secrets are added`,
    "# by `pulumi config set --secret`; none is needed for the preview, and none belongs in this file in plain text.",
    "config:",
    "  # Every resource names its provider; one that didn't would otherwise get credentials nobody chose.",
    '  pulumi:disable-default-providers: ["*"]',
    "",
    `  # What is served: stacks/catalogs/${name}.yaml.`,
    `  twincloud:catalog: ${yamlWord(name)}`,
    labels.length > 0
      ? `  # The public names are one label below: ${labels.join(", ")}`
      : "  # Public names would stand one label below; nothing has one yet.",
    `  twincloud:domain: ${yamlWord(domain)}`,
    "  # Data stays in regions of this country, or of the Union (eu).",
    `  twincloud:jurisdiction: ${yamlWord(jurisdiction)}`,
    "",
    "  # Shares are percents of the traffic. Networks are private, /16 to /20, and don't overlap.",
    "  twincloud:sites:",
    ...sites.map(
      ({ provider, name: region }, index) =>
        `    - { provider: ${provider}, region: ${region}, share: ${shares[index]}, cidr: 10.${10 + index}.0.0/16 }`,
    ),
    "",
    "  # Both providers answer for the domain.",
    ...providerNames.flatMap((provider) => [
      `  twincloud:${provider}:`,
      ...exampleSettings[provider]
        .own({ name, jurisdiction, sites, regions: sites.filter((site) => site.provider === provider) })
        .map((line) => `    ${line}`),
    ]),
    "",
    "  # A site may override it: upgrades go a site at a time.",
    '  twincloud:kubernetesVersion: "1.36"',
    "  # Hosts that are kept for us cost most of their price while they are empty; without them the capacity objective",
    "  # below rests on hosts that nobody promises on the day that everybody asks.",
    "  twincloud:nodes:",
    ...providerNames.flatMap((provider) => {
      const { nodes } = exampleSettings[provider];
      return nodes === undefined ? [] : [`    ${provider}: ${nodes}`];
    }),
    "",
    "  # By digest, and copied to a registry of each site before anything is deployed (docs/images.md).",
    "  twincloud:images:",
    ...imagesOf(answers).map(
      ({ image, repository, digest }) =>
        `    ${yamlWord(image)}: { repository: ${repository}, digest: "${digest}" }`,
    ),
    "",
    "  # The edge knows its clients and holds each to a share.",
    "  twincloud:edge: { proxyProtocol: required }",
    "",
    "  # How many replicas carry the whole peak of all users; each site's floors and ceilings follow from it.",
    "  twincloud:peak:",
    ...capabilities.map((one) => `    ${yamlWord(one.name)}: { replicas: ${REPLICAS} }`),
    `    edge: { replicas: ${REPLICAS} }`,
    "",
    ...databaseLines(databases),
    "  # 3 checks of 10 s and 30 s to live: an address that is gone gets no more clients after 72 s (Route 53).",
    "  twincloud:dns: { ttl: 30, checkIntervalSeconds: 10, failureThreshold: 3 }",
    "",
    "  # What the survival verdicts are held to.",
    "  twincloud:objectives:",
    "    # Brownouts are played and not covered: at the full peak peers have no room for all that a sick site hands on.",
    ...(databases.length === 0
      ? [
          "    survive: [zone, site, metro, provider, dns-authority, registry, link, control-plane, health-checks]",
        ]
      : [
          "    # Nor is the link between the clouds: without it, the other cloud's sites can't reach a database that stays where it is.",
          "    survive: [zone, site, metro, provider, dns-authority, registry, control-plane, health-checks]",
        ]),
    "    minServedShare: 0.99 # service is back when this is served again, for good",
    "    demand: [0.1, 0.5] # shares of the peak that users demand meanwhile",
    "    maxRtoSeconds: 120",
    "    maxLostSeconds: { default: 90 } # of the whole service, for each fault",
    ...rpoLines(capabilities),
    "    capacity: { atOnce: 0.6, withinSeconds: 900, then: 1.0 } # of the peak, after the loss",
    "",
    "  twincloud:alerts: { email: oncall@example.com }",
    "  # Data is protected and outlives the stack.",
    "  twincloud:protect: true",
    "  # From where the clusters' API endpoints can be reached.",
    "  twincloud:adminCidrs: [203.0.113.0/24]",
  ];
  return `${lines.join("\n")}\n`;
}

function databaseLines(databases: readonly NewDatabase[]): string[] {
  if (databases.length === 0) return [];
  return [
    "  # Not the platform's: each stays in the region of its site. What needs one is down with that region until it is back.",
    "  twincloud:databases:",
    ...databases.map(
      ({ name, site, rtoSeconds, rpoSeconds }) =>
        `    ${yamlWord(name)}: { site: ${site}, rtoSeconds: ${rtoSeconds}, rpoSeconds: ${rpoSeconds} }`,
    ),
    "",
  ];
}

/** What is in a store of each cloud isn't lost with one; what is in the queue, but for the last minute. */
function rpoLines(capabilities: readonly NewCapability[]): string[] {
  const held = capabilities.flatMap(({ name, needs }) => {
    if (needs.includes("store")) return [`${yamlWord(name)}: 0`];
    return needs.includes("queue") ? [`${yamlWord(name)}: 60`] : [];
  });
  return held.length === 0 ? [] : [`    maxRpoSeconds: { ${held.join(", ")} }`];
}
