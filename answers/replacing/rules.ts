/** Which changes of a resource's inputs make its provider replace it, as far as that is known. */

import type { ProviderName } from "../../graph/clouds/contract";
import { providerNames } from "../../graph/clouds/facts";
import { type Path, withoutIndexes } from "../../graph/paths";
import type { Properties, Value } from "../../graph/resource";
import { aws } from "./aws";
import { kubernetesProvider, kubernetesReplacing } from "./kubernetes";
import { oci } from "./oci";
import type { CloudReplacing, ConditionalProperty, ReplacingProperty, Subject } from "./property";
import { tls } from "./tls";

const clouds: Readonly<Record<ProviderName, CloudReplacing>> = { aws, oci };

/** Types that the tables know; of others it is not known what forces a replacement. */
const tables: CloudReplacing["byType"] = Object.assign(
  {},
  ...Object.values(clouds).map(({ byType }) => byType),
  tls,
);

/** What the clouds' APIs refuse to change, by type. */
export const cloudsUnchanging: CloudReplacing["unchanging"] = Object.assign(
  {},
  ...Object.values(clouds).map(({ unchanging }) => unchanging),
);

/**
 * The changed paths that force a replacement.
 * @param changed paths of plain values that differ, or that may because only a deployment will know them
 */
export function replacingPaths(changed: readonly Path[], subject: Subject): Path[] {
  const properties = propertiesFor(subject);
  return changed.filter((path) => properties.some((property) => forces(property, path, subject)));
}

function propertiesFor(subject: Subject): readonly ReplacingProperty[] {
  const { type } = subject;
  if (type.startsWith("kubernetes:")) {
    return kubernetesReplacing(subject);
  }
  if (type === "pulumi:providers:kubernetes") {
    return kubernetesProvider(subject);
  }
  const cloud = providerNames.find((name) => type.startsWith(`${name}:`));
  return [...(tables[type] ?? []), ...(cloud ? clouds[cloud].ofEveryType : [])];
}

function forces(rule: ReplacingProperty, path: Path, subject: Subject): boolean {
  const property = typeof rule === "string" ? rule : rule.property;
  return (
    isBelow(withoutIndexes(path), property.split(".")) && (typeof rule === "string" || holds(rule, subject))
  );
}

function isBelow(path: readonly string[], property: readonly string[]): boolean {
  return property.length <= path.length && property.every((part, index) => part === path[index]);
}

function holds({ property, when, by, where }: ConditionalProperty, { before, after }: Subject): boolean {
  if (Object.entries(where ?? {}).some(([input, value]) => after[input] !== value)) {
    return false;
  }
  const [old, now] = [valueAt(before, property), valueAt(after, property)];
  const change = isEmpty(old) ? "set" : isEmpty(now) ? "unset" : "change";
  return when.some((condition) => (condition === "remove" ? hasLost(old, now, by) : condition === change));
}

function valueAt(inputs: Properties, property: string): Value | undefined {
  return property
    .split(".")
    .reduce<Value | undefined>(
      (value, part) =>
        typeof value === "object" && value !== null && !Array.isArray(value)
          ? (value as Properties)[part]
          : undefined,
      inputs,
    );
}

function isEmpty(value: Value | undefined): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

function hasLost(old: Value | undefined, now: Value | undefined, by: string | undefined): boolean {
  const items = (value: Value | undefined) =>
    (Array.isArray(value) ? value : []).map((item) =>
      JSON.stringify(by === undefined ? item : (item as Properties | null)?.[by]),
    );
  const left = new Set(items(now));
  return items(old).some((item) => !left.has(item));
}
