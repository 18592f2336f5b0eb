/** Lists of resource types, written by module. */

/** Names of types by module, with blanks between: `aws:rds/cluster:Cluster` of the package `aws` as `rds: cluster`. */
export type Modules = Readonly<Record<string, string>>;

export function typesOf(pkg: string, modules: Modules): ReadonlySet<string> {
  return new Set(
    Object.entries(modules).flatMap(([module, names]) =>
      names.split(" ").map((name) => `${pkg}:${module}/${name}:${name[0]?.toUpperCase()}${name.slice(1)}`),
    ),
  );
}
