/**
 * Commercial OCI regions (realm OC1), from Oracle's page "Regions and Availability Domains" and the region
 * list of the OCI SDK, September 2026. Regions of the SDK's list that the page does not offer are left out.
 *
 * Five regions have three availability domains. In the others the zones are the three fault domains of the
 * only one: they share its building.
 */
import type { Region, Zone } from "../contract";

const faultDomains = ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"];

function region(name: string, key: string, country: string, metro: string, zones: readonly Zone[]): Region {
  return { provider: "oci", name, key, country, metro, zones };
}

/** @param stem what the domains' names begin with, where it is not the region's name. */
function threeDomains(name: string, key: string, country: string, metro: string, stem = name): Region {
  const zones = ["1", "2", "3"].map((id) => ({ id, name: `${stem.toUpperCase()}-AD-${id}` }));
  return region(name, key, country, metro, zones);
}

function oneDomain(name: string, key: string, country: string, metro: string): Region {
  const domain = `${name.toUpperCase()}-AD-1`;
  const zones = faultDomains.map((faultDomain, i) => ({ id: String(i + 1), name: domain, faultDomain }));
  return region(name, key, country, metro, zones);
}

export const ociRegions: readonly Region[] = [
  threeDomains("us-ashburn-1", "iad", "us", "Northern Virginia", "US-ASHBURN"),
  threeDomains("us-phoenix-1", "phx", "us", "Phoenix", "PHX"),
  threeDomains("us-chicago-1", "ord", "us", "Chicago"),
  oneDomain("us-sanjose-1", "sjc", "us", "San Francisco Bay"),
  oneDomain("af-casablanca-1", "lej", "ma", "Casablanca"),
  oneDomain("af-johannesburg-1", "jnb", "za", "Johannesburg"),
  oneDomain("ap-batam-1", "hsg", "id", "Batam"),
  oneDomain("ap-chuncheon-1", "yny", "kr", "Chuncheon"),
  oneDomain("ap-hyderabad-1", "hyd", "in", "Hyderabad"),
  oneDomain("ap-kulai-2", "jbp", "my", "Johor Bahru"),
  oneDomain("ap-melbourne-1", "mel", "au", "Melbourne"),
  oneDomain("ap-mumbai-1", "bom", "in", "Mumbai"),
  oneDomain("ap-osaka-1", "kix", "jp", "Osaka"),
  oneDomain("ap-seoul-1", "icn", "kr", "Seoul"),
  oneDomain("ap-singapore-1", "sin", "sg", "Singapore"),
  oneDomain("ap-singapore-2", "xsp", "sg", "Singapore"),
  oneDomain("ap-sydney-1", "syd", "au", "Sydney"),
  oneDomain("ap-tokyo-1", "nrt", "jp", "Tokyo"),
  oneDomain("ca-montreal-1", "yul", "ca", "Montreal"),
  oneDomain("ca-toronto-1", "yyz", "ca", "Toronto"),
  oneDomain("eu-amsterdam-1", "ams", "nl", "Amsterdam"),
  threeDomains("eu-frankfurt-1", "fra", "de", "Frankfurt"),
  oneDomain("eu-madrid-1", "mad", "es", "Madrid"),
  oneDomain("eu-madrid-3", "orf", "es", "Madrid"),
  oneDomain("eu-marseille-1", "mrs", "fr", "Marseille"),
  oneDomain("eu-milan-1", "lin", "it", "Milan"),
  oneDomain("eu-paris-1", "cdg", "fr", "Paris"),
  oneDomain("eu-stockholm-1", "arn", "se", "Stockholm"),
  oneDomain("eu-turin-1", "nrq", "it", "Turin"),
  oneDomain("eu-zurich-1", "zrh", "ch", "Zurich"),
  oneDomain("il-jerusalem-1", "mtz", "il", "Jerusalem"),
  oneDomain("me-abudhabi-1", "auh", "ae", "Abu Dhabi"),
  oneDomain("me-dubai-1", "dxb", "ae", "Dubai"),
  oneDomain("me-jeddah-1", "jed", "sa", "Jeddah"),
  oneDomain("me-riyadh-1", "ruh", "sa", "Riyadh"),
  oneDomain("mx-monterrey-1", "mty", "mx", "Monterrey"),
  oneDomain("mx-queretaro-1", "qro", "mx", "Querétaro"),
  oneDomain("sa-bogota-1", "bog", "co", "Bogotá"),
  oneDomain("sa-santiago-1", "scl", "cl", "Santiago"),
  oneDomain("sa-saopaulo-1", "gru", "br", "São Paulo"),
  oneDomain("sa-valparaiso-1", "vap", "cl", "Valparaíso"),
  oneDomain("sa-vinhedo-1", "vcp", "br", "Campinas"),
  oneDomain("uk-cardiff-1", "cwl", "gb", "Newport"),
  threeDomains("uk-london-1", "lhr", "gb", "London"),
];
