/** What a stack file says of one cloud: every cloud fills this in a file of its own, and index.ts is the table. */
import type * as z from "zod";
import type { SiteDraft } from "../drafts";
import type { Finding } from "../problems";

/**
 * Whether a site may name a full version of Kubernetes: an example of one, the minor versions whose patch is known
 * without, and the file that knows it; or who chooses the patch instead.
 */
export type PatchVersions =
  | { readonly example: string; readonly minors: readonly string[]; readonly knownIn: string }
  | { readonly chosenBy: string };

export interface CloudInStack {
  /** As its users call it within a sentence: `OCI`. */
  readonly shortTitle: string;
  /** Of the value of `twincloud:<provider>`. */
  readonly schema: z.ZodObject;
  /** Of the value of `twincloud:nodes.<provider>`, and that value unless one is given; none where nothing is to choose. */
  readonly nodes?: { readonly schema: z.ZodType; readonly standard: object };
  readonly patchVersions: PatchVersions;
  /**
   * What the schema can't see: whether the cloud's value fits its sites. Passes over what isn't of its type.
   * @param own the value of `twincloud:<provider>`, as it stands in the file.
   * @param sites those of this cloud.
   */
  check(own: unknown, sites: readonly SiteDraft[]): readonly Finding[];
  /**
   * Regions whose API changes something of a stack by its settings, whether or not a site stands there.
   * @param own the value of `twincloud:<provider>`, as it stands in the file.
   */
  alsoChangedIn?(own: unknown): readonly string[];
  /** The value with what may be left out. */
  complete(parsed: never): object;
  /** What the adapter is told, from the whole settings. */
  account(settings: never): object;
}
