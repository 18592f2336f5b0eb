/** What is wrong with a catalog: names that can't be, and names of what isn't there. */
import type { Capability } from "../components/capability";
import type { Catalog } from "../components/catalog";
import { capabilityIn, knownDependencies } from "../graph/dependencies";
import { type Problem, SettingsError, show } from "./problems";
import { foreignImages } from "./settings";
import { oneOfAdvice } from "./values";

/** Where a platform's catalog stands. */
const FILE = "stacks/catalog.ts";

/** @throws SettingsError with everything that is wrong. */
export function checkCatalog(catalog: Catalog): void {
  const problems = catalogProblems(catalog);
  if (problems.length > 0) throw new SettingsError(problems);
}

/** Everything that is wrong with a catalog, by capability. */
export function catalogProblems(catalog: Catalog): Problem[] {
  const { capabilities } = catalog;
  const none = { key: "capabilities", found: "none", wanted: "one capability or more" };
  const found = capabilities.length === 0 ? [none] : capabilities.flatMap((one) => problemsOf(one, catalog));
  return found.map((problem) => ({ file: FILE, ...problem }));
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
    ...unknown("needs", needs, knownDependencies(others)),
    ...unknown("prefers", prefers, knownDependencies(others)),
    ...unknown("calls", calls, others),
    ...unknown("publishes", publishes, families),
    ...unknown("consumes", consumes, families),
    ...circle(name, catalog),
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
