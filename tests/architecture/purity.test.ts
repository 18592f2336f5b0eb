import { describe, expect, it } from "vitest";
import { filesIn, type Import, importsOf } from "./imports";

/** Where each kind of outer world may be touched; docs/architecture.md says why. */
const readers = [
  "policies/index.ts",
  "policies/pack/exemptions-file.ts",
  "policies/pack/redundancy-file.ts",
  "resilience/faults/load-incidents.ts",
];
const writers = [
  "components/edge/haproxy.ts",
  "components/edge/start.ts",
  "components/queue/nats-config.ts",
  "components/queue/setup.ts",
  "components/queue/certificates.ts",
  "components/mirror/rclone.ts",
  "components/cidr.ts",
  "components/kubeconfig.ts",
  "components/ports.ts",
  "components/routing.ts",
  "components/sizing.ts",
];
const pure = [
  ...["graph", "policies", "resilience"].flatMap(filesIn).filter((file) => !readers.includes(file)),
  ...writers,
];

const known = new Map<string, readonly Import[]>();
const loads = (file: string): readonly Import[] => {
  const found = known.get(file) ?? importsOf(file).filter(({ typeOnly }) => !typeOnly);
  known.set(file, found);
  return found;
};

/** The first way from a file to a package that it must not load, however far: `a > b > package`. */
function wayTo(packages: RegExp, from: string): string | undefined {
  const seen = new Set([from]);
  const ways: { file: string; way: string }[] = [{ file: from, way: from }];
  for (const { file, way } of ways) {
    for (const { module, file: target } of loads(file)) {
      if (target === undefined && packages.test(module)) return `${way} > ${module}`;
      if (target !== undefined && /\.m?ts$/.test(target) && !seen.has(target)) {
        seen.add(target);
        ways.push({ file: target, way: `${way} > ${target}` });
      }
    }
  }
  return undefined;
}

describe("what is pure", () => {
  it("loads nothing of Pulumi, however far one follows its imports", () => {
    expect(pure.map((file) => wayTo(/^@pulumi\//, file)).filter(Boolean)).toEqual([]);
  });

  it("loads neither files nor network nor processes, however far one follows its imports", () => {
    expect(pure.map((file) => wayTo(/^node:/, file)).filter(Boolean)).toEqual([]);
  });
});

describe("the search for ways", () => {
  it("finds what another file loads", () => {
    expect(wayTo(/^node:fs/, "policies/index.ts")).toMatch(
      /^policies\/index\.ts > .*(exemptions|redundancy)-file\.ts > node:fs$/,
    );
  });
});
