/** OCI's look-ups that other people's programs make: those whose answers follow from the region or the arguments. */
import { findRegion } from "../../graph/clouds/regions";
import type { InvokeRequest, Values } from "../contract";
import type { LookUp, LookUps } from "../foreign/look-up";
import { regionAsked } from "../foreign/look-up";
import { unknownText } from "../foreign/unknown-text";

/** Where nobody says which, domains are named as in this one. */
const ASSUMED_REGION = "us-ashburn-1";

const regionOf = (request: InvokeRequest) =>
  findRegion("oci", regionAsked(request) ?? "") ?? findRegion("oci", ASSUMED_REGION);

/** The prefix is the tenancy's; names are read without it. */
const domainsOf = (args: Values, request: InvokeRequest): Values[] => {
  const zones = regionOf(request)?.zones ?? [];
  const names = [...new Set(zones.map(({ name }) => `Uocm:${name}`))];
  return names.map((name) => ({ name, id: unknownText(name), compartmentId: args.compartmentId }));
};

const nothing = (kind: string): Values => ({
  id: unknownText(kind),
  name: unknownText(kind),
  displayName: unknownText(kind),
});

const ociList =
  (field: string, kind: string, more: Values = {}): LookUp =>
  (args) => ({ ...args, id: unknownText(kind), [field]: [{ ...nothing(kind), ...more }] });

export const ociLookUps: LookUps = new Map<string, LookUp>([
  [
    "oci:Identity/getAvailabilityDomains:getAvailabilityDomains",
    (args, request) => ({
      ...args,
      id: unknownText("domains"),
      availabilityDomains: domainsOf(args, request),
    }),
  ],
  [
    "oci:Identity/getAvailabilityDomain:getAvailabilityDomain",
    (args, request) => ({
      ...args,
      ...(domainsOf(args, request)[Number(args.adNumber ?? 1) - 1] ?? nothing("domain")),
    }),
  ],
  [
    "oci:Identity/getFaultDomains:getFaultDomains",
    (args) => ({
      ...args,
      id: unknownText("domains"),
      faultDomains: [1, 2, 3].map((number) => ({
        name: `FAULT-DOMAIN-${number}`,
        id: unknownText("domain"),
        availabilityDomain: args.availabilityDomain,
      })),
    }),
  ],
  [
    "oci:Identity/getRegionSubscriptions:getRegionSubscriptions",
    (args, request) => ({
      ...args,
      id: unknownText("regions"),
      regionSubscriptions: [
        {
          isHomeRegion: true,
          regionName: regionOf(request)?.name,
          regionKey: regionOf(request)?.key?.toUpperCase(),
          state: "READY",
        },
      ],
    }),
  ],
  ["oci:Identity/getCompartments:getCompartments", ociList("compartments", "compartment")],
  ["oci:Core/getImages:getImages", ociList("images", "image")],
  ["oci:Core/getShapes:getShapes", ociList("shapes", "shape")],
  [
    "oci:Core/getVnicAttachments:getVnicAttachments",
    ociList("vnicAttachments", "attachment", { vnicId: unknownText("vnic") }),
  ],
  [
    "oci:Core/getPrivateIps:getPrivateIps",
    ociList("privateIps", "address", { ipAddress: unknownText("address") }),
  ],
  [
    "oci:Core/getServices:getServices",
    ociList("services", "service", { cidrBlock: unknownText("services") }),
  ],
  [
    "oci:ObjectStorage/getNamespace:getNamespace",
    (args) => ({ ...args, id: unknownText("namespace"), namespace: unknownText("namespace") }),
  ],
  [
    "oci:ContainerEngine/getNodePoolOption:getNodePoolOption",
    (args) => ({
      ...args,
      id: unknownText("option"),
      kubernetesVersions: [unknownText("version")],
      shapes: [unknownText("shape")],
      images: [unknownText("image")],
      sources: [{ imageId: unknownText("image"), sourceName: unknownText("image"), sourceType: "IMAGE" }],
    }),
  ],
  [
    "oci:ContainerEngine/getClusterOption:getClusterOption",
    (args) => ({ ...args, id: unknownText("option"), kubernetesVersions: [unknownText("version")] }),
  ],
]);
