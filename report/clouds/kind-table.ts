/** A cloud's own kinds: by type, or by module where all of a module's types are for the same; without the package. */
import type { Kind } from "../kind-names";

export type KindTable = Readonly<Record<string, Kind>>;
