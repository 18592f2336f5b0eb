/** What anybody may say who starts a platform: every arbitrary value is one that is let pass. */
import * as fc from "fast-check";
import type { Written } from "../../../cli/init/answers";

const letters = "abcdefghijklmnopqrstuvwxyz";
const word = (most: number) =>
  fc
    .tuple(
      fc.constantFrom(...letters),
      fc.string({ unit: fc.constantFrom(..."ab-09z"), maxLength: most - 2 }),
      fc.constantFrom(...letters, "7"),
    )
    .map((parts) => parts.join(""));

/** Among them what YAML 1.1 takes for no text. */
const name = (most: number) => fc.oneof(word(most), fc.constantFrom("no", "yes", "on", "null", "true", "y2"));

/** Pairs that stand apart, and three where one cloud has two. */
const places = fc.constantFrom<readonly [jurisdiction: string, ...sites: string[]]>(
  ["us", "aws", "oci"],
  ["us", "oci", "aws"],
  ["us", "oci-us-phoenix-1", "aws-us-west-2", "oci-us-chicago-1"],
  ["us", "aws-us-west-2", "oci-us-ashburn-1", "aws-us-east-2"],
  ["eu", "aws", "oci"],
  ["jp", "oci", "aws"],
  ["ca", "aws", "oci"],
  ["au", "oci", "aws"],
  ["in", "aws", "oci"],
);

/** Each hangs on some of those before it, and the last is public and needs all: nobody is left that nobody asks. */
const capabilities = fc
  .uniqueArray(name(24), { minLength: 1, maxLength: 4 })
  .filter((names) => !names.some((one) => ["edge", "queue", "store", "mirror", "nats"].includes(one)))
  .chain((names) =>
    fc.tuple(
      ...names.map((one, index) =>
        fc
          .record({
            isPublic: fc.boolean(),
            needs: fc.subarray(["store", "queue"]),
            others: fc.subarray(names.slice(0, index)),
          })
          .map(({ isPublic, needs, others }) => {
            const isLast = index === names.length - 1;
            const wants = [...needs, ...(isLast ? names.slice(0, index) : others)];
            return `${one}:${isPublic || isLast ? "public" : "inside"}:${wants.join(",")}`;
          }),
      ),
    ),
  );

export const written: fc.Arbitrary<Written> = fc
  .tuple(
    name(20).filter((one) => one !== "own"),
    word(20),
    places,
    capabilities,
    fc.boolean(),
  )
  .map(([stack, domain, [jurisdiction, ...site], capability, isBeside]) => {
    // Its region must be named: the first that is.
    const home = site.find((one) => one.split("-").length > 2);
    const withDatabase = isBeside && home !== undefined;
    return {
      name: stack,
      domain: `${domain}.example.com`,
      jurisdiction,
      site,
      capability: capability.map((text, index) =>
        withDatabase && index === 0 ? `${text}${text.endsWith(":") ? "" : ","}zz-accounts` : text,
      ),
      database: withDatabase ? [`zz-accounts:${home}:3600:300`] : [],
    };
  });
