/**
 * Which program stands for each capability in a drill, what users ask of it and who can tell what became of it: the seven
 * reference programs where a catalog has these seven, else one that does what the catalog says. Pure.
 */
import type { Catalog } from "../../components/catalog";
import { capabilityIn } from "../../graph/dependencies";
import { ANY, type Told } from "../../reference/any/task";
import { ANY_PROGRAM, capabilityNames, PROGRAM } from "../../reference/frame/settings";
import { type Asks, asked } from "../load/plan";
import type { Lighter } from "./predict";

export interface Programs {
  /** What pods are told beside what is deployed, by capability. */
  readonly env: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What users ask of those that have a public name, by capability. */
  readonly asks: Readonly<Record<string, Asks>>;
  /** A workload that may read all events of a family, by family. */
  readonly readers: Readonly<Record<string, string>>;
  /** Who counts which families' events, each once. */
  readonly pays: readonly { readonly name: string; readonly families: readonly string[] }[];
  /** A family whose acknowledgements users wait for. */
  readonly family: string | undefined;
  /** Capabilities whose events may be lost for as long as their objective says. */
  readonly tells: readonly string[];
  readonly lighter?: Lighter;
}

export function programsOf(catalog: Catalog): Programs {
  const names = catalog.capabilities.map(({ name }) => name);
  return capabilityNames.every((name) => names.includes(name)) ? ownPrograms(catalog) : standIns(catalog);
}

function ownPrograms({ eventFamilies }: Catalog): Programs {
  return {
    env: {},
    asks: Object.fromEntries(asked.map((name) => [name, name])),
    readers: Object.fromEntries(eventFamilies.map(({ name }) => [name, "training"])),
    pays: [{ name: "monetization", families: ["engagement"] }],
    family: "engagement",
    tells: ["engagement"],
    // Counts are read without the queue, and marked stale (docs/images.md).
    lighter: { capability: "engagement", without: "queue", share: 0.8 },
  };
}

type Capability = Catalog["capabilities"][number];

function standIns({ capabilities, eventFamilies }: Catalog): Programs {
  const consumers = (family: string) => capabilities.filter(({ consumes }) => consumes.includes(family));
  const publishers = capabilities.filter(({ publishes }) => publishes.length > 0);
  return {
    env: Object.fromEntries(
      capabilities.map((one) => [
        one.name,
        { [PROGRAM]: ANY_PROGRAM, [ANY]: JSON.stringify(toldOf(one, eventFamilies)) },
      ]),
    ),
    asks: Object.fromEntries(capabilities.map((one) => [one.name, asksOf(one)])),
    readers: Object.fromEntries(
      eventFamilies.flatMap(({ name }) =>
        consumers(name)
          .slice(0, 1)
          .map((one) => [name, one.name]),
      ),
    ),
    pays: capabilities.flatMap(({ name, consumes }) =>
      consumes.length > 0 ? [{ name, families: consumes }] : [],
    ),
    family: publishers.find(({ needs }) => needs.includes("queue"))?.publishes[0],
    tells: publishers.map(({ name }) => name),
  };
}

const asksOf = ({ ownStore, otherStores, publishes, needs }: Capability): Asks => {
  if ([ownStore, otherStores].includes("append")) return "upload";
  return publishes.length > 0 && needs.includes("queue") ? "engagement" : "status";
};

function toldOf({ needs, publishes, consumes }: Capability, families: Catalog["eventFamilies"]): Told {
  const [subject] = families.find(({ name }) => publishes.includes(name))?.subjects ?? [];
  return {
    calls: needs.flatMap((need) => capabilityIn(need) ?? []),
    needsQueue: needs.includes("queue"),
    needsStore: needs.some((need) => need.startsWith("media-store/")),
    ...(subject === undefined ? {} : { subject: subject.split(/\.[>*]/, 1)[0] ?? subject }),
    families: consumes,
  };
}
