/** How one pod carries the credentials of any number of other clouds. Pure. */
import type * as pulumi from "@pulumi/pulumi";
import type { ForeignCredentials } from "./contracts";
import type { Mount } from "./mounts";

/** @throws Error when two clouds ask for the same variable with different values: one of them would be locked out. */
export function foreignEnv(credentials: readonly ForeignCredentials[]): Record<string, string> {
  return merged(credentials.map(({ env }) => env));
}

/** What stands in the Secret; empty where no cloud hands over a secret. @throws Error as `foreignEnv` */
export function foreignSecretEnv(
  credentials: readonly ForeignCredentials[],
): Record<string, pulumi.Output<string>> {
  return merged(credentials.map(({ secretEnv }) => secretEnv));
}

/**
 * A volume for each token.
 * @param nameOf name of the n-th token's volume, from 0; unique in the pod.
 * @throws Error when two clouds want their tokens in one directory.
 */
export function tokenMounts(
  credentials: readonly ForeignCredentials[],
  nameOf: (n: number) => string,
): Mount[] {
  const tokens = credentials.flatMap(({ token }) => token ?? []);
  const taken = tokens.find(({ directory }, n) => tokens.findIndex((one) => one.directory === directory) < n);
  if (taken) {
    throw new Error(
      `two clouds want a token in ${taken.directory}: each adapter's admit() needs a directory of its own`,
    );
  }
  return tokens.map(({ audience, directory }, n) => ({
    name: nameOf(n),
    path: directory,
    from: { tokenFor: audience },
  }));
}

function merged<T>(all: readonly Readonly<Record<string, T>>[]): Record<string, T> {
  const result: Record<string, T> = {};
  for (const [name, value] of all.flatMap((one) => Object.entries(one))) {
    if (name in result && result[name] !== value) {
      throw new Error(
        `two clouds set ${name} in one pod, each to another value: each adapter's admit() needs names of its own`,
      );
    }
    result[name] = value;
  }
  return result;
}
