/** What differs between two exported states of a stack. */

export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

export const resourcesIn = (state: string): readonly Resource[] =>
  (JSON.parse(state) as { deployment: { resources: Resource[] } }).deployment.resources;

/** By what the program and the provider say: an update that changes nothing back and forth leaves no trace. */
export function changedBetween(before: readonly Resource[], after: readonly Resource[]): Resource[] {
  const text = ({ inputs, outputs }: Resource) => JSON.stringify(withoutCiphers([inputs, outputs]));
  const old = new Map(before.map((resource) => [resource.urn, text(resource)]));
  const now = new Set(after.map(({ urn }) => urn));
  return [
    ...after.filter((resource) => old.get(resource.urn) !== text(resource)),
    ...before.filter(({ urn }) => !now.has(urn)),
  ].filter(({ type }) => type !== "pulumi:pulumi:Stack");
}

/** A secret is encrypted anew whenever the state is written. */
function withoutCiphers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCiphers);
  if (typeof value !== "object" || value === null) return value;
  if ("ciphertext" in value) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutCiphers(inner)]));
}
