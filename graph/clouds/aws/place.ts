/** Where AWS's resources stand. */
import { moduleOf } from "../../urn";
import { tellingTextAt } from "../../views/read";
import type { PlaceReader } from "../reader";

/** Services with one control plane for all regions, by the module of their type. */
const globalModules = new Set([
  "account",
  "budgets",
  "cloudfront",
  "costexplorer",
  "globalaccelerator",
  "iam",
  "networkmanager",
  "organizations",
  "route53",
  "route53domains",
  "route53recoverycontrol",
  "route53recoveryreadiness",
  "shield",
  "waf",
]);

export const awsPlace: PlaceReader = {
  isRegional: ({ type, inputs }) => !globalModules.has(moduleOf(type)) && inputs.scope !== "CLOUDFRONT",
  regionOf: ({ inputs }, provider) =>
    tellingTextAt(inputs, "region") ?? tellingTextAt(provider?.inputs, "region"),
  zoneOf: ({ inputs, outputs }) =>
    tellingTextAt(inputs, "availabilityZoneId") ??
    tellingTextAt(outputs, "availabilityZoneId") ??
    tellingTextAt(inputs, "availabilityZone"),
};
