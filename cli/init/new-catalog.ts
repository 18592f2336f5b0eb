/** The catalog of a new platform, from what its capabilities need. Pure. */
import type { Catalog } from "../../components/catalog";
import { standardParts } from "../../stacks/catalog-file";
import type { Answers, NewCapability } from "./answers";
import { yamlText } from "./yaml-text";

type Capability = Catalog["capabilities"][number];
type EventFamily = Catalog["eventFamilies"][number];

const KIB = 2 ** 10;

export function newCatalog({ capabilities }: Pick<Answers, "capabilities">): Catalog {
  const families = publishers(capabilities);
  return {
    capabilities: capabilities.map((one) => capabilityFrom(one, families)),
    eventFamilies: families.map(familyOf),
    parts: standardParts,
  };
}

/**
 * Who users ask publishes what they did, each a family of its own; where nobody of them needs the queue, all that do. It
 * stands at every site whoever needs it, and one without a stream can't be told to last: else the first tells what it did.
 */
function publishers(capabilities: readonly NewCapability[]): string[] {
  const queued = capabilities.filter(({ needs }) => needs.includes("queue"));
  const asked = (of: readonly NewCapability[]) => of.filter(({ label }) => label !== undefined);
  const chosen = [asked(queued), queued, asked(capabilities).slice(0, 1)].find((of) => of.length > 0) ?? [];
  return chosen.map(({ name }) => name);
}

/** Numbers are those of a small pod: the file says what to measure. */
function capabilityFrom(one: NewCapability, families: readonly string[]): Capability {
  const { name, label, needs, calls, databases } = one;
  const [stored, queued] = [needs.includes("store"), needs.includes("queue")];
  const own = families.filter((family) => family === name);
  const tells = !queued && own.length > 0;
  return {
    name,
    ...(label === undefined ? {} : { publicLabel: label }),
    needs: [
      ...(needs.includes("edge") ? (["edge"] as const) : []),
      ...(queued ? (["queue"] as const) : []),
      ...(stored ? (["media-store/any"] as const) : []),
      ...calls.map((other) => `capability/${other}` as const),
      ...databases.map((database) => `database/${database}` as const),
    ],
    // A copy in a store of each cloud, before it is said to be kept; while one is lost, in those that are left.
    prefers: [
      ...(stored ? (["media-store/own", "media-store/other-provider"] as const) : []),
      ...(tells ? (["queue"] as const) : []),
    ],
    ...(tells ? { whenDegraded: "goes on and tells nobody what it did" } : {}),
    ...(stored
      ? {
          whenDegraded: "keeps the copies that it can make, and makes the others later",
          ownStore: "append" as const,
          otherStores: "append" as const,
        }
      : {}),
    publishes: own,
    // What works inside hears of all that users did.
    consumes: own.length > 0 || !queued ? own : families,
    calls,
    ...(stored
      ? {
          pod: { cpuMillis: 500, memoryMiB: 1024 },
          requestsPerReplica: 40,
          responseSeconds: 60,
          graceSeconds: 120,
        }
      : {
          pod: { cpuMillis: 250, memoryMiB: 512 },
          requestsPerReplica: 100,
          responseSeconds: 5,
          graceSeconds: 45,
        }),
  };
}

const familyOf = (name: string): EventFamily => ({
  name,
  subjects: [`${name}.>`],
  maxAgeHours: 24,
  maxEventBytes: 64 * KIB,
  eventBytes: 400,
  eventsPerRequest: 1,
  duplicateWindowSeconds: 300,
});

/** The catalog's file. */
export const catalogText = (answers: Answers): string =>
  `# What the stack ${answers.name} serves. components/capability.ts and components/queue/model.ts say what each key means;
# docs/images.md what an image must do. The numbers are a beginning: measure a pod of yours, and put its own here.
${yamlText(newCatalog(answers))}`;
