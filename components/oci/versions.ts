/** Kubernetes versions as OKE names them. Pure. */

/**
 * The latest patch of each minor version that OKE offers: it takes full versions only, and a node's image must be
 * of the same one. From the names of OKE's node images of August 2026; OKE drops a patch a month after the next.
 */
const PATCHES: Readonly<Record<string, string>> = {
  "1.32": "1.32.10",
  "1.33": "1.33.10",
  "1.34": "1.34.10",
  "1.35": "1.35.2",
  "1.36": "1.36.4",
};

/** The minor versions of the table. */
export const OKE_MINORS: readonly string[] = Object.keys(PATCHES);

/**
 * @param version `1.33`, or a full `1.33.10` that is taken as it is.
 * @throws RangeError when the table has no patch for the minor version.
 */
export function okeVersion(version: string): string {
  const full = /^\d+\.\d+\.\d+$/.test(version) ? version : PATCHES[version];
  if (!full) {
    throw new RangeError(
      `OKE has no Kubernetes ${JSON.stringify(version)} in the table: known are ${OKE_MINORS.join(", ")}; a newer one is added in components/oci/versions.ts`,
    );
  }
  return `v${full}`;
}
