/** Where OCI's resources stand. */
import type { GraphResource, Properties, Value } from "../../resource";
import { moduleOf } from "../../urn";
import { wordOf } from "../../views/hosts";
import { listAt, mapAt, tellingTextAt } from "../../views/read";
import type { PlaceReader, Unplaced } from "../reader";
import { findRegion, isOneDomain, zoneNameOf } from "../regions";

/** Services whose resources are the same in every region the tenancy uses. */
const globalModules = new Set(["Dns", "Identity"]);

export const ociPlace: PlaceReader = {
  isRegional: ({ type, inputs }) => !globalModules.has(moduleOf(type)) || inputs.scope === "PRIVATE",
  regionOf: (_, provider) => tellingTextAt(provider?.inputs, "region"),
  zoneOf(resource, region) {
    const zones = new Set(domainsOf(resource).map((domain) => zoneOfDomain(domain, region)));
    return zones.size === 1 ? [...zones][0] : undefined;
  },
};

/** Whether a resource stands in a region whose only availability domain is told apart by fault domains. */
export const hasOneDomain = ({ placement }: GraphResource): boolean =>
  isOneDomain(placement && findRegion("oci", placement.region));

/** As the region table names it: without the tenancy's prefix, in capitals. */
export const domainName = (domain: string): string => wordOf(domain.slice(domain.indexOf(":") + 1));

interface Domain {
  readonly name: string;
  readonly faultDomain?: string;
}

/** The availability domains that a resource names: its own, or those that its nodes are placed in. */
function domainsOf({ inputs }: Unplaced): Domain[] {
  const places: (Properties | Value)[] = [
    inputs,
    ...listAt(mapAt(inputs, "nodeConfigDetails"), "placementConfigs"),
  ];
  return places.flatMap((place) => {
    const name = tellingTextAt(place, "availabilityDomain");
    if (name === undefined) return [];
    const { faultDomain, faultDomains } = mapAt(place);
    const faults = Array.isArray(faultDomains) ? faultDomains : [faultDomain];
    return faults
      .map((fault) => tellingTextAt(fault))
      .map((fault) => ({ name, ...(fault === undefined ? {} : { faultDomain: fault }) }));
  });
}

/** As the region table names it, with a fault domain only where that is what sets zones apart. */
function zoneOfDomain(domain: Domain, region: string): string {
  const name = domainName(domain.name);
  return zoneNameOf(isOneDomain(findRegion("oci", region)) ? { ...domain, name } : { name });
}
