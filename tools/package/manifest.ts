/** The package.json of the package that is published, from this checkout's own. Pure. */

export interface Checkout {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
}

/** Where what is bundled stands in the package. */
export const places = {
  binary: "dist/twincloud.cjs",
  pack: "policies/main.cjs",
  incidents: "incidents",
  schemas: "schemas",
} as const;

/**
 * SDKs are the user's own: npm installs none of them for the package.
 * @param repository address of the repository that it is built in: npm holds its provenance to that
 */
export function manifestOf({ name, version, license, engines }: Checkout, repository?: string) {
  return {
    name,
    version,
    description: "What users of a Pulumi program would still have when a zone, a region or a cloud goes down",
    keywords: ["pulumi", "resilience", "redundancy", "policy", "multi-cloud", "aws", "oci", "kubernetes"],
    license,
    ...(repository === undefined ? {} : { repository: { type: "git", url: `git+${repository}.git` } }),
    engines,
    bin: { [name]: places.binary },
    peerDependencies: { "@pulumi/pulumi": "3" },
    peerDependenciesMeta: { "@pulumi/pulumi": { optional: true } },
  };
}

/** A pack's folder has a package of its own: the engine reads its version there. */
export const packManifest = ({ version, license }: Checkout) => ({
  name: "twincloud-redundancy",
  version,
  private: true,
  license,
  main: "main.cjs",
});
