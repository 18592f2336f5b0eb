import { Provider } from "@pulumi/oci/provider";
import { inRegion } from "../frozen";

/** The explicit providers of a tenancy, one a region, made when first asked for. */
export class OciProviders {
  readonly #made = new Map<string, Provider>();

  in(region: string): Provider {
    const made = this.#made.get(region);
    if (made) return made;
    // Credentials come from the provider's usual chain: the environment or the profile of ~/.oci/config.
    const provider = inRegion(new Provider(`oci-${region}`, { region }), region);
    this.#made.set(region, provider);
    return provider;
  }
}
