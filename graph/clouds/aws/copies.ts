/** S3's own replication between buckets. */
import type { Graph, GraphResource, Value } from "../../resource";
import type { StoreIndex } from "../../views/buckets";
import { ofTypes } from "../../views/per-graph";
import { picked } from "../../views/picked";
import { at, listAt, numberAt, propertiesOf, textAt } from "../../views/read";
import type { CopyView, StoreView } from "../views";
import { awsStores } from "./stores";

const replicationTypes = [
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
  "aws:s3/bucketReplicationConfiguration:BucketReplicationConfiguration",
];

const arnPrefix = /^arn:aws[\w-]*:s3:::/;

export const awsCopies = (graph: Graph): readonly CopyView[] =>
  ofTypes(graph, replicationTypes).flatMap((config) => copiesOf(awsStores(graph), config));

function copiesOf(stores: StoreIndex, config: GraphResource): CopyView[] {
  const from = stores.meantBy(config, "bucket");
  const fromName = from?.bucket ?? textAt(propertiesOf(config), "bucket") ?? "a bucket not known yet";
  return listAt(propertiesOf(config), "rules").map((rule) => {
    const named = textAt(rule, "destination", "bucket");
    const to =
      named === undefined ? unknownTarget(stores, config, from) : stores.named(named.replace(arnPrefix, ""));
    return {
      resource: config,
      kind: "replication" as const,
      ...picked("from", from),
      ...picked("to", to),
      fromName,
      toName: to?.bucket ?? named ?? "a bucket not known yet",
      enabled: textAt(rule, "status") === "Enabled" && isForAll(rule),
      ...picked("withinSeconds", timeControlSeconds(rule)),
    };
  });
}

/** Where the ARN isn't known yet: the one other bucket that the rules were made from. */
function unknownTarget(
  stores: StoreIndex,
  config: GraphResource,
  from: StoreView | undefined,
): StoreView | undefined {
  const made = new Set(config.propertyDependencies.rules ?? []);
  const others = stores.all.filter((store) => store !== from && made.has(store.resource.urn));
  return others.length === 1 ? others[0] : undefined;
}

function isForAll(rule: Value): boolean {
  const prefix = textAt(rule, "filter", "prefix") ?? textAt(rule, "prefix") ?? "";
  return prefix === "" && at(rule, "filter", "tag") === undefined && at(rule, "filter", "and") === undefined;
}

function timeControlSeconds(rule: Value): number | undefined {
  const minutes = numberAt(rule, "destination", "replicationTime", "time", "minutes");
  const isOn = textAt(rule, "destination", "replicationTime", "status") === "Enabled";
  return isOn && minutes !== undefined ? minutes * 60 : undefined;
}
