import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { makeUrn, nameOf, qualifiedType, stackType, typeOf } from "../graph/urn";

/** A resource's earlier identity: a whole URN, or what was different about it. */
export type AliasSpec =
  | { readonly urn: string }
  | {
      readonly name: string;
      readonly type: string;
      readonly stack: string;
      readonly project: string;
      /** Empty for the parent that the resource has now. */
      readonly parent: string;
      readonly noParent: boolean;
    };

export function readAlias(alias: Alias): AliasSpec {
  const spec = alias.getSpec();
  if (spec === undefined) {
    return { urn: alias.getUrn() };
  }
  return {
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parent: spec.getParenturn(),
    noParent: spec.getNoparent(),
  };
}

interface Aliased {
  readonly stack: string;
  readonly project: string;
  readonly type: string;
  readonly name: string;
  readonly parent?: { readonly urn: string; readonly aliases: readonly string[] };
}

/**
 * Every URN that the resource may have had: by its own aliases, by those of its parents, and by both. The real
 * engine keeps the one that it finds in the state; without a state, all are kept, for whoever compares with one.
 */
export function aliasUrns(resource: Aliased, specs: readonly AliasSpec[]): string[] {
  const own = specs.map((spec) => aliasUrn(resource, spec));
  const urns = new Set(own);
  const { parent, stack, project } = resource;
  if (parent !== undefined) {
    for (const parentAlias of parent.aliases) {
      urns.add(underAlias(resource.type, resource.name, parent.urn, parentAlias, stack, project));
      for (const urn of own) {
        urns.add(underAlias(typeOf(urn), nameOf(urn), parent.urn, parentAlias, stack, project));
      }
    }
  }
  return [...urns];
}

function aliasUrn(resource: Aliased, spec: AliasSpec): string {
  if ("urn" in spec) {
    return spec.urn;
  }
  const name = spec.name || resource.name;
  const type = spec.type || resource.type;
  const parent = spec.noParent ? "" : spec.parent || (resource.parent?.urn ?? "");
  if (parent === "" || qualifiedType(parent) === stackType) {
    return makeUrn(spec.stack || resource.stack, spec.project || resource.project, undefined, type, name);
  }
  // A parent's URN carries its stack and project, so that those of the alias have no say.
  return `${parent.slice(0, parent.lastIndexOf("::"))}$${type}::${name}`;
}

/** Children are by custom named after their parent, so that a renamed parent renames them too. */
function underAlias(
  type: string,
  name: string,
  parent: string,
  parentAlias: string,
  stack: string,
  project: string,
): string {
  const parentName = nameOf(parent);
  const aliasName = name.startsWith(parentName) ? nameOf(parentAlias) + name.slice(parentName.length) : name;
  return makeUrn(stack, project, parentAlias, type, aliasName);
}
