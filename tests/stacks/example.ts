/** A stack's configuration in which nothing is wrong, and ways to make something wrong in it. */
import { expect, it } from "vitest";
import { type LoadOptions, loadSettings, renderProblem } from "../../stacks/config";
import { imageNames, sizedNames } from "../../stacks/settings";
import { video } from "../fixtures/catalogs/video";

export type Values = Record<string, unknown>;

const unique = "a".repeat(60);
export const digest = `sha256:${"0".repeat(64)}`;

/** Two sites, one on each provider. */
export function example(): Values {
  return {
    "twincloud:domain": "clips.example.com",
    "twincloud:jurisdiction": "us",
    "twincloud:sites": [
      { provider: "oci", region: "us-chicago-1", share: 60, cidr: "10.10.0.0/16" },
      { provider: "aws", region: "us-east-2", share: 40, cidr: "10.20.0.0/16" },
    ],
    "twincloud:oci": {
      tenancyId: `ocid1.tenancy.oc1..${unique}`,
      compartmentId: `ocid1.compartment.oc1..${unique}`,
      homeRegion: "us-ashburn-1",
      monitorRegion: "us-phoenix-1",
      domainPrefix: "Uocm",
      namespace: "examplenamespace",
      nodeImageIds: { "us-chicago-1": `ocid1.image.oc1.us-chicago-1.${unique}` },
      serviceUser: { id: `ocid1.user.oc1..${unique}`, name: "twincloud" },
      vantagePoints: ["azr-ord", "goo-cbf", "aws-pdx"],
    },
    "twincloud:aws": {
      accountId: "123456789012",
      adminPrincipals: ["arn:aws:iam::123456789012:role/platform-admins"],
    },
    "twincloud:kubernetesVersion": "1.33",
    "twincloud:images": Object.fromEntries(
      imageNames(video).map((name) => [name, { repository: name.toLowerCase(), digest }]),
    ),
    "twincloud:peak": Object.fromEntries(sizedNames(video).map((name) => [name, { replicas: 6 }])),
    "twincloud:dns": { ttl: 30, checkIntervalSeconds: 10, failureThreshold: 3 },
    "twincloud:objectives": {
      survive: ["zone", "provider"],
      maxRtoSeconds: 120,
      maxRpoSeconds: { upload: 0 },
      maxStalenessSeconds: { recommendations: 900 },
      capacity: { atOnce: 0.6, withinSeconds: 900, then: 1 },
    },
    "twincloud:alerts": { email: "oncall@example.com" },
    "twincloud:adminCidrs": ["203.0.113.0/24"],
  };
}

/**
 * The example with the value at a path changed, or taken out where it is `undefined`.
 * @param path keys and indices with dots between them; the first is the key below the namespace.
 */
export function exampleWith(changes: Readonly<Record<string, unknown>>): Values {
  const config = example();
  for (const [path, value] of Object.entries(changes)) {
    const [key = "", ...steps] = path.split(".");
    set(config, [`twincloud:${key}`, ...steps], value);
  }
  return config;
}

function set(container: Values, [step = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length > 0) {
    container[step] ??= {};
    set(container[step] as Values, rest, value);
  } else if (value === undefined) {
    delete container[step];
  } else {
    container[step] = value;
  }
}

/** What is wrong with a configuration, a line each, without the file's name. */
export function problemsOf(config: Values, options: Partial<LoadOptions> = {}): string[] {
  const loaded = loadSettings(config, { file: "file", catalog: video, ...options });
  return loaded.ok ? [] : loaded.problems.map((problem) => renderProblem(problem).replace(/^file: /, ""));
}

const regions = ["us-east-1", "us-east-2", "us-west-1", "us-west-2"];

/** Sites of AWS with these shares, four at most. */
export function withShares(shares: readonly number[]) {
  const sites = shares.map((share, i) => ({
    provider: "aws",
    region: regions[i],
    share,
    cidr: `10.${i}.0.0/16`,
  }));
  return exampleWith({ sites });
}

/** Each row: what is changed, to what, and the one line that must come of it (or its beginning). */
export function tells(
  rows: [title: string, changes: Readonly<Record<string, unknown>>, line: string][],
): void {
  it.each(rows)("tell of %s", (_, changes, line) => {
    const lines = problemsOf(exampleWith(changes));
    expect(lines).toHaveLength(1);
    expect(lines[0]?.slice(0, line.length)).toBe(line);
  });
}
