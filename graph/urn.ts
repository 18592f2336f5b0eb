/** Parts of a URN: `urn:pulumi:<stack>::<project>::<type>$<type>…::<name>`. */

/** The name of the stack; undefined when the text is not a URN. */
export function stackOf(urn: string): string | undefined {
  return /^urn:pulumi:([^:]+)::/.exec(urn)?.[1];
}

/** The type of the resource, without those of its parents; undefined when the text is not a URN. */
export function typeOf(urn: string): string | undefined {
  return urn.split("::")[2]?.split("$").at(-1);
}

/** The name of the resource, which may itself hold `::`. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** A provider reference is `<urn>::<id>`; its URN, or undefined when it is none. */
export function providerUrnOf(reference: string | undefined): string | undefined {
  const end = reference?.lastIndexOf("::") ?? -1;
  return end > 0 ? reference?.slice(0, end) : undefined;
}

/** What a resource's type belongs to: `aws` of `aws:s3/bucket:Bucket`, and of `pulumi:providers:aws`. */
export function packageOf(type: string): string {
  const [first = "", second, third] = type.split(":");
  return first === "pulumi" && second === "providers" ? (third ?? "") : first;
}

/** `s3` of `aws:s3/bucket:Bucket`, `apps/v1` of `kubernetes:apps/v1:Deployment`. */
export function moduleOf(type: string): string {
  const module = type.split(":")[1] ?? "";
  const [first = "", second = ""] = module.split("/");
  return packageOf(type) === "kubernetes" && second !== "" ? module : first;
}
