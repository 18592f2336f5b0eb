/** What holds users' data, and the regions that its settings send copies to. */
import { allReaders, readerOf } from "../clouds";
import type { Region } from "../clouds/contract";
import { providerNames } from "../clouds/facts";
import type { DataReader } from "../clouds/reader";
import { regionNamed } from "../clouds/regions";
import type { Destination } from "../clouds/views";
import type { GraphResource, Value } from "../resource";
import { isUnknown, propertiesOf } from "./read";

export type { Destination };

type Typed = Pick<GraphResource, "type">;

/** Types of every cloud's resources that hold users' data or send copies of it. */
export const dataTypes = (): ReadonlySet<string> =>
  new Set(allReaders().flatMap(({ data }) => [...data.holding]));

export const holdsData = ({ type }: Typed): boolean => readerOf({ type })?.data.holding.has(type) === true;

/** Claims and volumes hold data on whichever cloud. */
const kubernetesLasting = new Set(
  ["PersistentVolume", "PersistentVolumeClaim"].map((kind) => `kubernetes:core/v1:${kind}`),
);

/** Whether what is lost with it can't be made again: data, the keys that open it, delegated name servers. */
export const isLasting = ({ type }: Typed): boolean =>
  kubernetesLasting.has(type) || readerOf({ type })?.data.lasting.has(type) === true;

/** Whether it is an encryption key, or is about one. */
export const isOfKeys = ({ type }: Typed): boolean => readerOf({ type })?.data.isOfKeys(type) === true;

/** Whether it only passes messages on, which are gone when they are delivered. */
export const passesOn = ({ type }: Typed): boolean => readerOf({ type })?.data.passesOn(type) === true;

/** Every region and bucket that a resource's settings name as where data goes, each once. */
export function destinationsOf(resource: GraphResource): Destination[] {
  const cloud = readerOf(resource)?.data;
  const found = new Map<string, Destination>();
  const visit = (value: Value, key: string, depth: number): void => {
    if (typeof value === "string") {
      const destination = isUnknown(value) ? notYetKnown(key, depth) : destinationIn(value, key, cloud);
      if (destination) found.set(destination.text, destination);
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item, key, depth);
    } else if (value !== null && typeof value === "object") {
      for (const [inner, content] of Object.entries(value)) visit(content, inner, depth + 1);
    }
  };
  for (const [key, value] of Object.entries(propertiesOf(resource))) {
    if (!cloud?.isOwnRegion(key) && !/^tags(All)?$/.test(key)) visit(value, key, 0);
  }
  return [...found.values()];
}

/** Where data comes from, and what names the resource itself. */
const sendsNowhere = /^(source|arn$|kms|id$)/i;
const namesRegion = /region(name)?s?$/i;

function destinationIn(text: string, key: string, cloud: DataReader | undefined): Destination | undefined {
  if (sendsNowhere.test(key) || text === "") return undefined;
  if (namesRegion.test(key)) return { kind: "region", text, ...regionOfAny(text) };
  return cloud?.destinationIn(text, key);
}

/** At the top stand a resource's own name and what a provider computes of it, below what the program asks for. */
function notYetKnown(key: string, depth: number): Destination | undefined {
  if (depth === 0) return undefined;
  if (/^bucket(arn)?$/i.test(key)) return { kind: "bucket", text: "a bucket not known yet" };
  return namesRegion.test(key) ? { kind: "region", text: "a region not known yet" } : undefined;
}

function regionOfAny(name: string): { region?: Region } {
  for (const provider of providerNames) {
    const region = regionNamed(provider, name);
    if (region) return { region };
  }
  return {};
}
