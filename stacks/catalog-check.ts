/** What is wrong with a catalog: names that can't be, and names of what isn't there. */
import type { Capability } from "../components/capability";
import type { Catalog } from "../components/catalog";
import { readBy, writtenBy, writtenByAll } from "../components/store-keys";
import { capabilityIn, databaseIn, knownDependencies } from "../graph/dependencies";
import { type Problem, SettingsError, show } from "./problems";
import { foreignImages } from "./settings";
import { oneOfAdvice } from "./values";

/** Where the platform's own catalog stands. */
const FILE = "stacks/catalog.ts";

/**
 * @param file as problems name it
 * @throws SettingsError with everything that is wrong.
 */
export function checkCatalog(catalog: Catalog, file = FILE): void {
  const problems = catalogProblems(catalog, file);
  if (problems.length > 0) throw new SettingsError(problems);
}

/** Everything that is wrong with a catalog, by capability. */
export function catalogProblems(catalog: Catalog, file = FILE): Problem[] {
  const { capabilities } = catalog;
  const none = { key: "capabilities", found: "none", wanted: "one capability or more" };
  const found = capabilities.length === 0 ? [none] : capabilities.flatMap((one) => problemsOf(one, catalog));
  return found.map((problem) => ({ file, ...problem }));
}

type Found = Omit<Problem, "file">;

/** A workload's name, which Kubernetes takes as a Service's, with room for what is put behind it. */
const nameForm = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;
const labelForm = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Parts of a site, and images, that have these names already. */
const taken: readonly string[] = ["edge", "queue", "mirror", ...foreignImages];

function problemsOf(capability: Capability, catalog: Catalog): Found[] {
  const { name, publicLabel, needs, prefers, publishes, consumes, calls } = capability;
  const names = catalog.capabilities.map((one) => one.name);
  const others = names.filter((other) => other !== name);
  const families = catalog.eventFamilies.map((family) => family.name);
  const sharers = catalog.capabilities.filter((one) => one !== capability);
  const unknown = (key: string, list: readonly string[], known: readonly string[]): Found[] =>
    list
      .filter((item) => !known.includes(item))
      .map((item) => ({ key: `${name}.${key}`, found: show(item), wanted: oneOfAdvice(item, known) }));
  return [
    ...(nameForm.test(name) && !taken.includes(name)
      ? []
      : [
          {
            key: "capabilities",
            found: `one named ${show(name)}`,
            wanted: `up to 40 lower-case letters, digits and hyphens, and not ${taken.join(", ")}`,
          },
        ]),
    ...(names.indexOf(name) === catalog.capabilities.indexOf(capability)
      ? []
      : [{ key: "capabilities", found: `${show(name)} again`, wanted: "each capability once" }]),
    ...(publicLabel === undefined || labelForm.test(publicLabel)
      ? []
      : [{ key: `${name}.publicLabel`, found: show(publicLabel), wanted: "one label of a host name" }]),
    ...(publicLabel !== undefined && sharers.some((one) => one.publicLabel === publicLabel)
      ? [
          {
            key: `${name}.publicLabel`,
            found: `${show(publicLabel)}, as another has`,
            wanted: "one of its own",
          },
        ]
      : []),
    ...unknown(
      "needs",
      needs.filter((need) => databaseIn(need) === undefined),
      knownDependencies(others),
    ),
    ...unknown("prefers", prefers, knownDependencies(others)),
    ...unknown("calls", calls, others),
    ...unknown("publishes", publishes, families),
    ...unknown("consumes", consumes, families),
    ...storeKeyProblems(capability, sharers),
    ...circle(name, catalog),
  ];
}

/** Folders, each ended by a slash: `upload/`, `upload/thumbnails/`. No sign that a policy or a filter takes for more. */
const prefixForm = /^(?:[a-z0-9][a-z0-9._-]*\/)+$/;
const LONGEST_PREFIX = 100;
const meet = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

/** Prefixes that can't be, that nobody writes below, or below which two would write. */
function storeKeyProblems(capability: Capability, others: readonly Capability[]): Found[] {
  const { name, ownStore, otherStores, writesBelow, readsBelow } = capability;
  const key = (of: string) => `${name}.${of}`;
  const malformed = (of: string, prefixes: readonly string[]): Found[] =>
    prefixes
      .filter((prefix) => !prefixForm.test(prefix) || prefix.length > LONGEST_PREFIX)
      .map((prefix) => ({
        key: key(of),
        found: show(prefix),
        wanted: `folders of lower-case letters, digits, dots, hyphens and underscores, each with a slash behind it, such as ${name}/, of ${LONGEST_PREFIX} characters at most`,
      }));
  const found = [
    ...malformed("writesBelow", writesBelow ?? []),
    ...malformed("readsBelow", readsBelow ?? []),
  ];
  if (found.length > 0) return found;
  const written = writtenByAll([capability, ...others]);
  const usesStores = ownStore !== undefined || otherStores !== undefined;
  return [
    ...(writesBelow !== undefined && writtenBy(capability).length === 0
      ? [
          {
            key: key("writesBelow"),
            found: show(writesBelow),
            wanted: 'ownStore or otherStores that is "append", and one prefix or more',
          },
        ]
      : []),
    ...(usesStores && readBy(capability).length === 0
      ? [
          {
            key: key("readsBelow"),
            found: "none, of a capability that reads stores and writes to none",
            wanted: `what it reads of ${written.join(", ") || "what others write"}`,
          },
        ]
      : []),
    ...(readsBelow !== undefined && !usesStores
      ? [{ key: key("readsBelow"), found: show(readsBelow), wanted: "ownStore or otherStores too" }]
      : []),
    ...(readsBelow ?? [])
      .filter((prefix) => !written.some((other) => meet(prefix, other)))
      .map((prefix) => ({
        key: key("readsBelow"),
        found: `${show(prefix)}, below which nobody writes`,
        wanted: oneOfAdvice(prefix, written),
      })),
    ...others.flatMap((other) =>
      writtenBy(capability).flatMap((prefix) =>
        writtenBy(other)
          .filter((its) => meet(prefix, its))
          .map((its) => ({
            key: key("writesBelow"),
            found: `${show(prefix)}, and ${other.name} writes below ${show(its)}`,
            wanted: "prefixes of its own",
          })),
      ),
    ),
  ];
}

/** A capability that hangs on itself by way of others: none of them could start first, nor be judged first. */
function circle(name: string, { capabilities }: Catalog): Found[] {
  const reached = new Set<string>();
  const follow = (from: string): void => {
    const one = capabilities.find((capability) => capability.name === from);
    for (const dependency of [...(one?.needs ?? []), ...(one?.prefers ?? [])]) {
      const next = capabilityIn(dependency);
      if (next === undefined || reached.has(next)) continue;
      reached.add(next);
      follow(next);
    }
  };
  follow(name);
  const direct = capabilities.find((one) => one.name === name);
  const onItself = [...(direct?.needs ?? []), ...(direct?.prefers ?? [])].some(
    (d) => capabilityIn(d) === name,
  );
  return reached.has(name) && !onItself
    ? [
        {
          key: name,
          found: `a circle: it hangs on itself by way of ${[...reached].filter((other) => other !== name).join(", ")}`,
          wanted: "capabilities that hang on each other one way",
        },
      ]
    : [];
}
