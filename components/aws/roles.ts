import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "../contracts";
import { boundedName, LONGEST, named } from "./names";

export interface RoleSpec {
  /** What it is for, unique among the stack's roles: the end of its name. */
  readonly purpose: string;
  readonly description: string;
  /** Who may take it. */
  readonly trust: pulumi.Input<string>;
  /** What it may do beside `managed`. */
  readonly policy?: pulumi.Input<string>;
  /** AWS's own policies, by the name behind `arn:aws:iam::aws:policy/`. */
  readonly managed?: readonly string[];
}

export interface MadeRole {
  readonly role: iam.Role;
  /** Plain data, as others' trust and environment name it. */
  readonly name: string;
  /** The policies: whoever uses the role must wait for them, and be gone before them. */
  readonly policies: pulumi.Resource[];
}

export const roleName = (context: StackContext, purpose: string): string =>
  boundedName(LONGEST.role, context.prefix, purpose);

/** A role and its policies. */
export function makeRole(
  context: StackContext,
  resourceName: string,
  spec: RoleSpec,
  opts: pulumi.CustomResourceOptions,
): MadeRole {
  const name = roleName(context, spec.purpose);
  const role = new iam.Role(
    resourceName,
    {
      name,
      description: spec.description,
      assumeRolePolicy: spec.trust,
      tags: named(context, name),
    },
    opts,
  );
  const policies: pulumi.Resource[] = (spec.managed ?? []).map(
    (policy) =>
      new iam.RolePolicyAttachment(
        `${resourceName}-${policy}`,
        { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
        opts,
      ),
  );
  if (spec.policy) {
    policies.push(new iam.RolePolicy(resourceName, { role: role.name, policy: spec.policy }, opts));
  }
  return { role, name, policies };
}
