/**
 * Where OCI's vantage points stand. Their names are an operator and an airport, `goo-chs`; which there are is
 * Oracle's to change (`oci health-checks vantage-point list`), so that this knows airports and not the list.
 */
import type { CheckerPlace } from "../authority";

/** By the first part of the name. */
const operators: Readonly<Record<string, string>> = { aws: "aws", azr: "azure", goo: "google" };

/** Airports near data centres of those operators, by their IATA codes; with the metro where the region tables have it. */
const airports: Readonly<Record<string, readonly [country: string, metro?: string]>> = {
  atl: ["us"],
  bos: ["us"],
  cbf: ["us"],
  chs: ["us"],
  cmh: ["us", "Columbus"],
  cys: ["us"],
  dfw: ["us"],
  dsm: ["us"],
  iad: ["us", "Northern Virginia"],
  las: ["us"],
  lax: ["us"],
  mia: ["us"],
  ord: ["us", "Chicago"],
  pdx: ["us", "Oregon"],
  phx: ["us", "Phoenix"],
  sat: ["us"],
  sea: ["us"],
  sfo: ["us", "San Francisco Bay"],
  sjc: ["us", "San Francisco Bay"],
  slc: ["us"],
  yul: ["ca", "Montreal"],
  yyz: ["ca", "Toronto"],
  gru: ["br", "São Paulo"],
  scl: ["cl", "Santiago"],
  ams: ["nl", "Amsterdam"],
  arn: ["se", "Stockholm"],
  bah: ["bh", "Manama"],
  bru: ["be"],
  cdg: ["fr", "Paris"],
  cpt: ["za", "Cape Town"],
  cwl: ["gb", "Newport"],
  dub: ["ie", "Dublin"],
  dxb: ["ae", "Dubai"],
  fra: ["de", "Frankfurt"],
  hel: ["fi"],
  jnb: ["za", "Johannesburg"],
  lhr: ["gb", "London"],
  mad: ["es", "Madrid"],
  mrs: ["fr", "Marseille"],
  mxp: ["it", "Milan"],
  osl: ["no"],
  waw: ["pl"],
  zrh: ["ch", "Zurich"],
  bkk: ["th", "Bangkok"],
  bom: ["in", "Mumbai"],
  hkg: ["hk", "Hong Kong"],
  hyd: ["in", "Hyderabad"],
  icn: ["kr", "Seoul"],
  kix: ["jp", "Osaka"],
  mel: ["au", "Melbourne"],
  nrt: ["jp", "Tokyo"],
  sin: ["sg", "Singapore"],
  syd: ["au", "Sydney"],
  tpe: ["tw", "Taipei"],
};

export function vantagePlace(name: string): CheckerPlace | undefined {
  const [operator = "", airport = ""] = name.split("-");
  const place = Object.hasOwn(airports, airport) ? airports[airport] : undefined;
  const known = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (place === undefined && known === undefined) return undefined;
  return {
    ...(known === undefined ? {} : { operator: known }),
    ...(place === undefined ? {} : { country: place[0] }),
    ...(place?.[1] === undefined ? {} : { metro: place[1] }),
  };
}
