/**
 * Names of resources: `urn:pulumi:<stack>::<project>::<parent types and type, joined by $>::<name>`. The name may
 * itself hold `::`, the other parts can't.
 */

export const stackType = "pulumi:pulumi:Stack";
const providerModule = "pulumi:providers:";

/** The URN of a resource: the chain of its parents' types, the Stack's left out, and its own. */
export function makeUrn(
  stack: string,
  project: string,
  parent: string | undefined,
  type: string,
  name: string,
): string {
  const parentType = parent === undefined ? stackType : qualifiedType(parent);
  const qualified = parentType === stackType ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

/** The types of the parents and of the resource, joined by `$`. */
export function qualifiedType(urn: string): string {
  return urn.split("::", 3)[2] ?? "";
}

export function typeOf(urn: string): string {
  const qualified = qualifiedType(urn);
  return qualified.slice(qualified.lastIndexOf("$") + 1);
}

export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** `aws` of `aws:s3/bucket:Bucket`, of `aws:index/getRegion:getRegion` and of `pulumi:providers:aws`. */
export function packageOf(token: string): string {
  return isProviderType(token) ? token.slice(providerModule.length) : (token.split(":", 1)[0] ?? "");
}

export function isProviderType(type: string): boolean {
  return type.startsWith(providerModule) && type.length > providerModule.length;
}

export function providerType(pkg: string): string {
  return providerModule + pkg;
}

/** `<package>:<module>:<name>`, which resources with a provider must have. */
export function isTypeToken(type: string): boolean {
  const parts = type.split(":");
  return parts.length === 3 && parts.every((part) => part !== "");
}

/** The URN in a provider reference, `<urn>::<id>`; `undefined` if it isn't one. */
export function providerUrn(reference: string): string | undefined {
  const end = reference.lastIndexOf("::");
  return end === -1 ? undefined : reference.slice(0, end);
}
