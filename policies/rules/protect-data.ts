import type { Graph, GraphResource } from "../../graph/resource";
import { at, propertiesOf } from "../../graph/views/read";
import { stackUrn } from "../pack/stack-urn";
import type { Finding, Rule } from "../rule";

/**
 * What is lost with the resource and can't be made again: data, the keys that it is encrypted with, and the name
 * servers that a registrar delegates to. Modules by provider, names with blanks between.
 */
const lasting: Readonly<Record<string, string>> = {
  "aws:docdb": "cluster",
  "aws:dsql": "cluster",
  "aws:dynamodb": "globalTable table",
  "aws:ebs": "volume",
  "aws:efs": "fileSystem",
  "aws:fsx": "lustreFileSystem ontapFileSystem openZfsFileSystem windowsFileSystem",
  "aws:keyspaces": "table",
  "aws:kms": "key replicaKey",
  "aws:memorydb": "cluster",
  "aws:neptune": "cluster",
  "aws:opensearch": "domain",
  "aws:rds": "cluster globalCluster instance",
  "aws:redshift": "cluster",
  "aws:route53": "zone",
  "aws:s3": "bucket bucketV2 directoryBucket",
  "oci:Core": "volume",
  "oci:Database": "autonomousDatabase dbSystem",
  "oci:Dns": "zone",
  "oci:FileStorage": "fileSystem",
  "oci:Kms": "key vault",
  "oci:Mysql": "mysqlDbSystem",
  "oci:Nosql": "table",
  "oci:ObjectStorage": "bucket",
  "oci:Psql": "dbSystem",
};
const types = new Set([
  ...Object.entries(lasting).flatMap(([module, names]) =>
    names.split(" ").map((name) => `${module}/${name}:${name[0]?.toUpperCase()}${name.slice(1)}`),
  ),
  "kubernetes:core/v1:PersistentVolume",
  "kubernetes:core/v1:PersistentVolumeClaim",
]);

const isLasting = (graph: Graph, resource: GraphResource): boolean =>
  types.has(resource.type) && !resource.external && !(isKey(resource) && opensNothingKept(graph, resource));

const isKey = ({ type }: GraphResource): boolean => type.startsWith("aws:kms/");
const passesThrough = /^aws:(sns|sqs)\//;

/** A key of messages that are gone when they are delivered. One that nothing here uses is used elsewhere. */
function opensNothingKept(graph: Graph, key: GraphResource): boolean {
  const users = (graph.dependents.get(key.urn) ?? []).filter((user) => user.custom && !isKey(user));
  return users.length > 0 && users.every(({ type }) => passesThrough.test(type));
}

export const protectData: Rule = {
  id: "protect-data",
  title: "What holds data is protected from deletion",
  level: "mandatory",
  severity: "high",
  why: "A destroy in the wrong terminal, or a rename that reads as delete and create, takes the data along with the resource.",
  mend: "Set protect: true on the resource (twincloud:protect: true for this platform), and leave forceDestroy off.",
  counterparts: [
    "AWS Config: rds-instance-deletion-protection-enabled",
    "AWS Config: dynamodb-table-deletion-protection-enabled",
    "Checkov: CKV_AWS_293",
  ],
  check(graph, { stack }) {
    const bare = graph.resources.filter((resource) => isLasting(graph, resource) && !resource.protect);
    // A stack that says of itself that it may go, such as one for rehearsals.
    return stack?.protect === false
      ? [...throwaway(graph, bare)]
      : [...bare.map(unprotected), ...emptied(graph)];
  },
};

function throwaway(graph: Graph, bare: readonly GraphResource[]): Finding[] {
  return bare.length === 0
    ? []
    : [
        {
          urn: stackUrn(graph),
          found: `holds data in ${bare.length} resources without protection, as its settings choose`,
          wanted: "protect on in a stack whose data matters",
          level: "advisory",
        },
      ];
}

const unprotected = ({ urn }: GraphResource): Finding => ({
  urn,
  found: "holds what can't be made again, without protect",
  wanted: "protect: true",
});

/** The provider empties such a bucket before it deletes it. */
function emptied(graph: Graph): Finding[] {
  return graph.resources
    .filter((resource) => isLasting(graph, resource) && at(propertiesOf(resource), "forceDestroy") === true)
    .map(({ urn }) => ({
      urn,
      found: "is emptied when it is deleted (forceDestroy)",
      wanted: "forceDestroy off",
    }));
}
