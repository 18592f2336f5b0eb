/**
 * Names of resources: `urn:pulumi:<stack>::<project>::<parent types and type, joined by $>::<name>`, which may itself
 * hold `::` while the other parts can't; and the types in them. A part of a text that is no URN is empty.
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

/** The name of the stack; undefined when the text is not a URN. */
export function stackOf(urn: string): string | undefined {
  return /^urn:pulumi:([^:]+)::/.exec(urn)?.[1];
}

/** The types of the parents and of the resource, joined by `$`. */
export function qualifiedType(urn: string): string {
  return urn.split("::", 3)[2] ?? "";
}

/** The type of the resource, without those of its parents. */
export function typeOf(urn: string): string {
  const qualified = qualifiedType(urn);
  return qualified.slice(qualified.lastIndexOf("$") + 1);
}

export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** A provider reference is `<urn>::<id>`; its URN, or undefined when it is none. */
export function providerUrnOf(reference: string | undefined): string | undefined {
  const end = reference?.lastIndexOf("::") ?? -1;
  return end > 0 ? reference?.slice(0, end) : undefined;
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

/** `aws` of `aws:s3/bucket:Bucket`, of `aws:index/getRegion:getRegion` and of `pulumi:providers:aws`. */
export function packageOf(token: string): string {
  return isProviderType(token) ? token.slice(providerModule.length) : (token.split(":", 1)[0] ?? "");
}

/** `s3` of `aws:s3/bucket:Bucket`, `apps/v1` of `kubernetes:apps/v1:Deployment`. */
export function moduleOf(type: string): string {
  const module = type.split(":")[1] ?? "";
  const [first = "", second = ""] = module.split("/");
  return packageOf(type) === "kubernetes" && second !== "" ? module : first;
}
