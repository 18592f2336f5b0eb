import { type StoreView, storesOf } from "../../graph/views/stores";
import { isRemade } from "../answers/remade";
import type { Finding, Rule } from "../rule";

/** A mistake that is noticed on Monday was made on Friday: a week of old versions at least, however old the object. */
const FEWEST_DAYS = 7;

export const bucketDurability: Rule = {
  id: "bucket-durability",
  title: "Buckets are versioned, encrypted, closed, and delete nothing too early",
  level: "mandatory",
  severity: "high",
  about: ["stores"],
  why: "A program that deletes or overwrites by mistake does so in every copy at once; only an older version brings the object back.",
  mend: "Switch versioning and encryption on, close all ways of public access, and let no lifecycle rule delete objects, nor old versions sooner than a week after they were overwritten or deleted. OCI's rules count from when an object was written: let none of them delete versions.",
  counterparts: [
    "Checkov: CKV_AWS_21",
    "Checkov: CKV_OCI_8",
    "Checkov: CKV_OCI_10",
    "Trivy: AVD-AWS-0090",
    "AWS Config: s3-bucket-versioning-enabled",
    "AWS Config: s3-bucket-level-public-access-prohibited",
  ],
  check: (graph, { foreign }) =>
    storesOf(graph)
      .filter(({ resource }) => !foreign || !isRemade(graph, resource))
      .flatMap((store) => findings(foreign ? asItIsMade(store) : store)),
};

/** Since 2023 a bucket for which nothing is said is encrypted and closed: only what opens it again is a fault. */
function asItIsMade(store: StoreView): StoreView {
  const isUntouched = store.publicBy?.length === 1 && store.publicBy[0] === "no public access block";
  return {
    ...store,
    encrypted: store.encrypted !== undefined ? true : store.encrypted,
    ...(isUntouched ? { publicBy: [] } : {}),
  } as StoreView;
}

function findings(store: StoreView): Finding[] {
  const { urn } = store.resource;
  const found: Finding[] = [];
  const add = (what: string, wanted: string, unsure = false) =>
    found.push({ urn, found: what, wanted, unsure });
  // OCI refuses versions in a bucket that its replication writes to: the source keeps them.
  if (!store.readOnlyCopy && store.versioning !== "enabled") {
    add(`has versioning ${store.versioning}`, "versioning enabled", store.versioning === "unknown");
  }
  if (store.expiries === undefined) {
    add("has lifecycle rules that can't be told yet", "rules that are plain data", true);
  }
  for (const expiry of store.expiries ?? []) {
    const rule = `a lifecycle rule${expiry.rule === undefined ? "" : ` (${expiry.rule})`}`;
    if (expiry.of === "objects") {
      add(`has ${rule} that deletes objects`, "none: what was accepted is kept");
    } else if (expiry.daysToNotice === 0) {
      add(
        `has ${rule} that may delete an old version as soon as it is one`,
        `old versions kept for ${FEWEST_DAYS} days or more after they were overwritten or deleted`,
      );
    } else if (expiry.daysToNotice < FEWEST_DAYS) {
      add(
        `has ${rule} that keeps old versions for ${daysText(expiry.daysToNotice)}`,
        `${FEWEST_DAYS} days or more`,
      );
    }
  }
  if (store.encrypted !== true) {
    add(
      store.encrypted === false
        ? "has no encryption configuration"
        : "has an encryption that can't be told yet",
      "encryption at rest by default, as plain data",
      store.encrypted === undefined,
    );
  }
  if (store.publicBy === undefined) {
    add("has public access that can't be told yet", "all ways of public access closed, as plain data", true);
  } else if (store.publicBy.length > 0) {
    add(`may be opened to the public (${store.publicBy.join(", ")})`, "all ways of public access closed");
  }
  return found;
}

const daysText = (days: number): string => `${days} ${days === 1 ? "day" : "days"}`;
