/** All look-ups that other people's programs are answered, by token. */
import { clouds } from "../clouds";
import type { LookUp, LookUps } from "./look-up";
import { unknownText } from "./unknown-text";
import { yamlObjects } from "./yaml-objects";

const others: readonly (readonly [string, LookUp])[] = [
  [
    "kubernetes:yaml:decode",
    ({ text, defaultNamespace }) => ({ result: yamlObjects(String(text ?? ""), defaultNamespace) }),
  ],
  [
    "tls:index/getCertificate:getCertificate",
    (args) => ({
      ...args,
      id: unknownText("certificate"),
      certificates: [{ sha1Fingerprint: unknownText("fingerprint"), certPem: unknownText("certificate") }],
    }),
  ],
  ["std:index:base64encode", ({ input }) => ({ result: Buffer.from(String(input)).toString("base64") })],
  [
    "std:index:base64decode",
    ({ input }) => ({ result: Buffer.from(String(input), "base64").toString("utf8") }),
  ],
  ["std:index:lower", ({ input }) => ({ result: String(input).toLowerCase() })],
  ["std:index:upper", ({ input }) => ({ result: String(input).toUpperCase() })],
  ["std:index:join", ({ separator, input }) => ({ result: (input as unknown[]).join(String(separator)) })],
  ["std:index:split", ({ separator, text }) => ({ result: String(text).split(String(separator)) })],
];

export const lookUps: LookUps = new Map([
  ...others,
  ...Object.values(clouds).flatMap((cloud) => [...cloud.lookUps]),
]);

/** Look-ups that render charts and folders by programs of their own: none of their objects can be told. */
export const unrendered: ReadonlyMap<string, string> = new Map([
  ["kubernetes:helm:template", "a chart that helm renders"],
  ["kubernetes:kustomize:directory", "a folder that kustomize renders"],
]);

/** Whether a look-up only works out what it is given: no provider knows it better. */
export const reachesNobody = (token: string): boolean =>
  token.startsWith("std:") ||
  token === "kubernetes:yaml:decode" ||
  token.endsWith(":getPolicyDocument") ||
  unrendered.has(token);
