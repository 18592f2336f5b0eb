/** Names and tags of what is visible in OCI. Pure. */
import type { StackContext } from "../contracts";

/** Freeform tags of a resource; OCI takes ten at most. */
export function tagsFor(context: StackContext, name: string): Record<string, string> {
  return { ...context.tags, Name: name };
}

/** The whole name of a repository of the stack. */
export const repositoryName = ({ prefix }: StackContext, repository: string): string =>
  `${prefix}/${repository}`;

/** The longest label that a VCN or a subnet takes. */
const LONGEST_LABEL = 15;

/** A DNS label for a VCN or subnet, of letters and digits only. Without one, nodes have no names in DNS. */
export function dnsLabel(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, "").slice(0, LONGEST_LABEL);
}
