/** A registry from which images are pulled. */
import { workloadsAt } from "../../platform/platform";
import { hardAlone, type Kind } from "../kind";
import { distinct } from "../names";

export const registry: Kind = {
  modes: ["hard"],
  namedBy: "REGISTRY, as images are pulled from it",
  names: ({ sites }) =>
    distinct(sites.flatMap((site) => workloadsAt(site).flatMap(({ registries }) => registries))),
  what: (name) => `registry ${name}`,
  objective: "registry",
  generated: hardAlone,
  effect: (_, draft, { name }) => void draft.registriesDown.add(name),
};
