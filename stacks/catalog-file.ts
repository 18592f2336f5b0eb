/**
 * A platform's catalog as a file, stacks/catalogs/<name>.yaml: the same keys as in stacks/catalog.ts, for whoever serves
 * something else from this checkout. Which one a stack serves, its setting `catalog` says.
 */
import path from "node:path";
import * as z from "zod";
import type { Capability } from "../components/capability";
import type { Catalog } from "../components/catalog";
import { checkCatalog } from "./catalog-check";
import { findingsOf } from "./issues";
import { SettingsError, show } from "./problems";
import { list, map, text, whole } from "./values";
import { readYaml } from "./yaml-file";

/** Folder of the catalogs, from the project's root. */
export const CATALOGS = "stacks/catalogs";

/** What the setting says of a stack that serves stacks/catalog.ts. */
export const OWN_CATALOG = "own";

/** The setting that names a stack's catalog. */
export const CATALOG_KEY = "twincloud:catalog";

const nameForm = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;

/** The value of the setting. */
export const catalogName = text(
  `the name of a file of ${CATALOGS}/ without its ending, such as chat, or ${OWN_CATALOG} for stacks/catalog.ts`,
  (value) => nameForm.test(value),
);

/** Where a catalog lies, from the project's root. */
export const catalogFile = (name: string): string =>
  name === OWN_CATALOG ? "stacks/catalog.ts" : `${CATALOGS}/${name}.yaml`;

const name = text("up to 40 lower-case letters, digits and hyphens", (value) => nameForm.test(value));
const names = list(z.string({ error: "a name" }), "a list of names", 0);
const action = z.enum(["read", "append"], { error: "read or append" });
const pod = map({
  cpuMillis: whole(1, 64_000, " thousandths of a core"),
  memoryMiB: whole(16, 262_144, " MiB"),
});
const yes = z.literal(true, { error: "true, or nothing" }).optional();

const capability = map({
  name,
  publicLabel: z.string({ error: "one label of a host name" }).optional(),
  needs: names,
  prefers: names.default([]),
  whenDegraded: z.string({ error: "a few words" }).optional(),
  ownStore: action.optional(),
  otherStores: action.optional(),
  writesBelow: names.optional(),
  readsBelow: names.optional(),
  publishes: names.default([]),
  consumes: names.default([]),
  calls: names.default([]),
  asksOtherSites: yes,
  canary: yes,
  pod,
  requestsPerReplica: whole(1, 100_000, " requests that one pod is sent at a time"),
  responseSeconds: whole(1, 3600, " seconds that the edge waits for an answer"),
  graceSeconds: whole(1, 3600, " seconds that a pod may take to finish"),
});

const subject = text(
  "a subject of NATS', such as upload.>: words between dots, * for one of any, > at its end for all that follow",
  (value) => /^([A-Za-z0-9_-]+|\*)(\.([A-Za-z0-9_-]+|\*))*(\.>)?$/.test(value),
);

const family = map({
  name,
  subjects: list(subject, "a list of one subject or more", 1),
  maxAgeHours: whole(1, 8760, " hours for which an event is kept"),
  maxEventBytes: whole(1, 8_388_608, " bytes of one event"),
  eventBytes: whole(1, 8_388_608, " bytes of a usual event"),
  eventsPerRequest: z
    .number({ error: "events that a request makes, over 0" })
    .positive({ error: "events that a request makes, over 0" }),
  duplicateWindowSeconds: whole(1, 86_400, " seconds in which an event that is sent again counts once"),
});

const parts = { edge: pod, queue: pod, queueJob: pod, mirror: pod };

/** Requests of the parts' pods where a catalog says nothing of them. */
export const standardParts: Catalog["parts"] = {
  edge: { cpuMillis: 500, memoryMiB: 512 },
  queue: { cpuMillis: 1000, memoryMiB: 2048 },
  queueJob: { cpuMillis: 50, memoryMiB: 64 },
  mirror: { cpuMillis: 250, memoryMiB: 512 },
};

const catalogSchema = map({
  capabilities: z.array(capability, { error: "a list of capabilities" }),
  eventFamilies: z.array(family, { error: "a list of families of events" }).default([]),
  parts: map(parts).default(standardParts),
});

/**
 * What a catalog's file holds.
 * @param file as problems name it
 * @throws SettingsError with everything that is wrong
 */
export function catalogFrom(content: unknown, file: string): Catalog {
  const parsed = catalogSchema.safeParse(content);
  if (!parsed.success) {
    const findings = parsed.error.issues.flatMap((issue) => findingsOf(issue, content, catalogSchema));
    throw new SettingsError(
      findings.map(({ path: at, found, wanted }) => ({ file, key: keyOf(at), found, wanted })),
    );
  }
  const { capabilities, ...rest } = parsed.data;
  const catalog = { ...rest, capabilities: capabilities.map(capabilityFrom) };
  checkCatalog(catalog, file);
  return catalog;
}

/** What is left out is absent, and what it hangs on is checked by name with the catalog. */
function capabilityFrom(written: z.output<typeof capability>): Capability {
  const said = Object.entries(written).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as unknown as Capability;
}

const keyOf = (at: readonly (string | number)[]): string =>
  at
    .map((step, depth) => (typeof step === "number" ? `[${step}]` : `${depth === 0 ? "" : "."}${step}`))
    .join("");

/** What a stack serves, and where that is written. */
export interface Served {
  readonly catalog: Catalog;
  /** From the project's root. */
  readonly catalogFile: string;
}

/**
 * The catalog that a stack's setting names.
 * @param values of the stack file, keys with their namespace
 * @param file the stack file, as problems name it
 * @param own the catalog of a stack that names none
 * @throws SettingsError where the name can't be one, there is no such file, or it holds what is wrong
 */
export function servedBy(
  values: Readonly<Record<string, unknown>>,
  { file, own, root }: { readonly file: string; readonly own: Catalog; readonly root: string },
): Served {
  const chosen = values[CATALOG_KEY] ?? OWN_CATALOG;
  const named = catalogName.safeParse(chosen);
  if (!named.success) {
    const wanted = named.error.issues[0]?.message ?? "the name of a catalog";
    throw new SettingsError([{ file, key: CATALOG_KEY, found: show(chosen), wanted }]);
  }
  const found = catalogFile(named.data);
  if (named.data === OWN_CATALOG) {
    checkCatalog(own, found);
    return { catalog: own, catalogFile: found };
  }
  return { catalog: catalogFrom(contentOf(path.join(root, found), found), found), catalogFile: found };
}

/** @param named the file as problems name it */
function contentOf(file: string, named: string): unknown {
  try {
    return readYaml(file, "a catalog");
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new SettingsError(error.problems.map((problem) => ({ ...problem, file: named })));
  }
}
