/** The clouds of a stack file: a new one is a file of its own and a line in each of the tables here. */
import type * as z from "zod";
import type { Accounts } from "../../components/clouds";
import type { ProviderName } from "../../graph/clouds/contract";
import { providerNames } from "../../graph/clouds/facts";
import { aws } from "./aws";
import type { CloudInStack } from "./contract";
import { oci } from "./oci";

// The types follow from this table and not from the providers' names: a cloud that is missing is missed here alone.
const table = { oci, aws } satisfies Readonly<Record<ProviderName, CloudInStack>>;
type Table = typeof table;

export const clouds: Readonly<Record<ProviderName, CloudInStack>> = table;

/** Clouds whose nodes a stack chooses. */
type NodeChoosing = {
  [P in keyof Table]: Table[P] extends { readonly nodes: object } ? P : never;
}[keyof Table];

type OwnSchemas = { readonly [P in keyof Table]: Table[P]["schema"] };
type NodeSchemas = { readonly [P in NodeChoosing]: Table[P]["nodes"]["schema"] };

/** By cloud; given even for one without a site, as its DNS answers for the zone. */
export type OwnSettings = { readonly [P in keyof Table]: ReturnType<Table[P]["complete"]> };
export type NodeSettings = { readonly [P in NodeChoosing]: z.output<NodeSchemas[P]> };

/** The keys of the namespace that are a cloud's own. */
export const ownSchemas = each(({ schema }) => schema) as OwnSchemas;
/** What stands below `nodes`, and what does unless it is given. */
export const nodeSchemas = each(({ nodes }) => nodes?.schema) as NodeSchemas;
export const standardNodes = each(({ nodes }) => nodes?.standard) as NodeSettings;

function each<T>(of: (cloud: CloudInStack) => T | undefined): Partial<Record<ProviderName, T>> {
  return Object.fromEntries(
    providerNames.flatMap((name) => {
      const value = of(clouds[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Where a site may name a full version of Kubernetes. */
export const fullVersions = Object.values(clouds).flatMap(({ shortTitle, patchVersions }) =>
  "example" in patchVersions ? [{ at: shortTitle, example: patchVersions.example }] : [],
);

/** The clouds' values with what may be left out of them. */
export function completed(parsed: { readonly [P in keyof Table]: z.output<OwnSchemas[P]> }): OwnSettings {
  return { oci: oci.complete(parsed.oci), aws: aws.complete(parsed.aws) };
}

/** What each cloud's adapter is told. */
export function accountsOf(
  settings: Parameters<typeof oci.account>[0] & Parameters<typeof aws.account>[0],
): Accounts {
  return { oci: oci.account(settings), aws: aws.account(settings) };
}
