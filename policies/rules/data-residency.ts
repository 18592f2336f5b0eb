import type { Region } from "../../graph/clouds/contract";
import { cloudOf, isProvider } from "../../graph/clouds/facts";
import { findRegion, regionNamed } from "../../graph/clouds/regions";
import { keys, readStores, type StoreName } from "../../graph/dependencies";
import { isWithin } from "../../graph/jurisdiction";
import { isRegional } from "../../graph/placement";
import { presentType } from "../../graph/present-types";
import type { Graph, GraphResource } from "../../graph/resource";
import { packageOf } from "../../graph/urn";
import { type Destination, destinationsOf, holdsData } from "../../graph/views/data";
import { madeFrom } from "../../graph/views/read";
import { computes, isEntrance } from "../../graph/views/serving";
import { storesOf } from "../../graph/views/stores";
import { workloadsOf } from "../../graph/views/workloads";
import type { Finding, Rule } from "../rule";

export const dataResidency: Rule = {
  id: "data-residency",
  title: "Data is held and served within the jurisdiction",
  level: "mandatory",
  severity: "high",
  about: ["cloud"],
  why: "A replica abroad is subject to another law, and moving it back after the fact does not undo that it was there.",
  mend: "Move the resource, or the replica that it sends, to a region within the jurisdiction.",
  counterparts: [],
  check(graph, { jurisdiction }) {
    if (jurisdiction === undefined) return [];
    const wanted = `a region within the jurisdiction, ${jurisdiction}`;
    const outside = (region: Region | undefined) => !region || !isWithin(region.country, jurisdiction);
    const finding = ({ urn }: GraphResource, found: string, unsure = false): Finding => ({
      urn,
      found,
      wanted,
      unsure,
    });
    return [
      ...graph.resources.flatMap((resource) => {
        const does = roleOf(resource);
        if (does === undefined) return [];
        const stands = standing(resource);
        return [
          ...(stands !== undefined && outside(stands.region)
            ? [finding(resource, `${does} data ${stands.text}`, stands.unsure === true)]
            : []),
          ...(holdsData(resource) ? destinationsOf(resource) : [])
            .filter((destination) =>
              destination.kind === "region"
                ? outside(destination.region)
                : !isBucketHere(graph, resource, destination.text),
            )
            .map((destination) =>
              finding(
                resource,
                `sends data to ${destinationText(destination)}`,
                destination.kind === "bucket" || destination.region === undefined,
              ),
            ),
        ];
      }),
      ...copiersAbroad(graph, outside).map(({ resource, text, unsure }) =>
        finding(resource, `copies data to ${text}`, unsure),
      ),
    ];
  },
};

type Role = "holds" | "serves";

function roleOf(resource: GraphResource): Role | undefined {
  if (packageOf(resource.type) === "kubernetes") {
    // A cluster stands for what runs on it, unless nothing is known of it.
    return resource.placement === undefined && claimsVolumes.has(presentType(resource.type))
      ? "holds"
      : undefined;
  }
  if (holdsData(resource)) return "holds";
  return isEntrance(resource) || computes(resource) ? "serves" : undefined;
}

const claimsVolumes = new Set(["kubernetes:apps/v1:StatefulSet", "kubernetes:core/v1:PersistentVolumeClaim"]);

/** Where it stands; undefined for what stands nowhere and keeps nothing. */
function standing(resource: GraphResource): { text: string; region?: Region; unsure?: true } | undefined {
  if (!isRegional(resource)) return { text: "from edge locations in many countries" };
  const { placement } = resource;
  if (!placement) return { text: "in a region that can't be told", unsure: true };
  const region = findRegion(placement.provider, placement.region);
  return region
    ? { text: `in ${region.name} (${region.country})`, region }
    : { text: `in ${placement.region}, whose country isn't known`, unsure: true };
}

/**
 * A bucket of this program is judged where it stands; of any other, the region can't be told. Where the name of
 * a bucket isn't known yet, what the settings were made from tells whether it is meant.
 */
function isBucketHere(graph: Graph, resource: GraphResource, arn: string): boolean {
  const name = arn.slice(arn.lastIndexOf(":") + 1).split("/")[0] ?? "";
  const stores = storesOf(graph).filter(({ provider }) => provider === cloudOf(resource.type));
  const nameless = new Set(
    stores.flatMap(({ bucket, resource }) => (bucket === undefined ? resource.urn : [])),
  );
  const inputs = Object.keys(resource.propertyDependencies).filter((input) => input !== "bucket");
  return (
    stores.some(({ bucket }) => bucket === name) ||
    inputs.flatMap((input) => madeFrom(resource, input)).some((urn) => nameless.has(urn))
  );
}

function destinationText(destination: Destination): string {
  if (destination.kind === "bucket") return `${destination.text}, whose region can't be told`;
  const { text, region } = destination;
  return region ? `${text} (${region.country})` : `${text}, whose country isn't known`;
}

/** Workloads that are labelled with the stores that they copy to. */
function copiersAbroad(
  graph: Graph,
  outside: (region: Region | undefined) => boolean,
): { resource: GraphResource; text: string; unsure: boolean }[] {
  return workloadsOf(graph).flatMap(({ resource, annotations }) => {
    const stores = storesIn(annotations[keys.copiesTo]);
    if (stores === undefined) return [{ resource, text: "stores that can't be told", unsure: true }];
    return stores
      .filter(({ provider, region }) => !isProvider(provider) || outside(regionNamed(provider, region)))
      .map(({ provider, region, bucket }) => ({
        resource,
        text: `${bucket} in ${provider} ${region}`,
        unsure: isProvider(provider) && regionNamed(provider, region) === undefined,
      }));
  });
}

function storesIn(annotation: string | undefined): StoreName[] | undefined {
  try {
    return readStores(annotation);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
