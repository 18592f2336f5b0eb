/** What holds users' data, and the regions that its settings send copies to. */
import type { Region } from "../clouds/contract";
import { providerNames } from "../clouds/facts";
import { findRegion, regionsOf } from "../clouds/regions";
import type { GraphResource, Value } from "../resource";
import { isUnknown, propertiesOf } from "./read";

/** Types by module, `aws:rds/cluster:Cluster` as `rds: cluster`. Of a service's settings, only what sends copies. */
const aws: Readonly<Record<string, string>> = {
  backup: "logicallyAirGappedVault plan vault",
  cloudwatch: "logGroup",
  docdb: "cluster clusterSnapshot elasticCluster",
  dsql: "cluster",
  dynamodb: "globalTable table tableReplica",
  ebs: "snapshot snapshotCopy volume",
  ec2: "instance",
  efs: "fileSystem replicationConfiguration",
  elasticache: "cluster replicationGroup serverlessCache",
  elasticsearch: "domain",
  fsx: "fileCache lustreFileSystem ontapFileSystem openZfsFileSystem windowsFileSystem",
  glacier: "vault",
  keyspaces: "keyspace table",
  kinesis: "firehoseDeliveryStream stream videoStream",
  lightsail: "bucket database disk instance",
  memorydb: "cluster",
  mq: "broker",
  msk: "cluster replicator serverlessCluster",
  neptune: "cluster clusterSnapshot",
  opensearch: "domain serverlessCollection",
  rds: "cluster clusterSnapshot clusterSnapshotCopy instance instanceAutomatedBackupsReplication snapshot snapshotCopy",
  redshift: "cluster clusterSnapshot snapshotCopy",
  redshiftserverless: "namespace",
  s3: "bucket bucketReplicationConfig bucketV2 directoryBucket",
  s3tables: "tableBucket tableBucketReplication",
  sqs: "queue",
  timestreaminfluxdb: "dbInstance",
  timestreamwrite: "database table",
};
const oci: Readonly<Record<string, string>> = {
  Core: "bootVolume bootVolumeBackup instance volume volumeBackup volumeGroup volumeGroupBackup",
  Database: "autonomousContainerDatabase autonomousDatabase autonomousDatabaseBackup backup dbSystem",
  FileStorage: "fileSystem replication",
  Logging: "log logGroup",
  Lustre: "fileStorageLustreFileSystem",
  Mysql: "mysqlBackup mysqlDbSystem replica",
  Nosql: "table tableReplica",
  ObjectStorage: "bucket replicationPolicy",
  Opensearch: "cluster",
  Psql: "backup dbSystem",
  Queue: "queue",
  Redis: "redisCluster",
  Streaming: "stream",
};

/** Types of AWS's and OCI's resources that hold users' data or send copies of it. */
export const dataTypes: ReadonlySet<string> = new Set([...typesOf("aws", aws), ...typesOf("oci", oci)]);

function typesOf(provider: string, modules: Readonly<Record<string, string>>): string[] {
  return Object.entries(modules).flatMap(([module, names]) =>
    names.split(" ").map((name) => `${provider}:${module}/${name}:${name[0]?.toUpperCase()}${name.slice(1)}`),
  );
}

export const holdsData = ({ type }: Pick<GraphResource, "type">): boolean => dataTypes.has(type);

/** Where the settings of what holds data send it. */
export type Destination =
  /** A region by its name; without its row where the table doesn't know it or it isn't known yet. */
  | { readonly kind: "region"; readonly text: string; readonly region?: Region }
  /** A bucket of S3, whose name says nothing of its region. */
  | { readonly kind: "bucket"; readonly text: string };

/** Every region and bucket that a resource's settings name as where data goes, each once. */
export function destinationsOf(resource: GraphResource): Destination[] {
  const found = new Map<string, Destination>();
  const visit = (value: Value, key: string, depth: number): void => {
    if (typeof value === "string") {
      const destination = isUnknown(value) ? notYetKnown(key, depth) : destinationIn(value, key);
      if (destination) found.set(destination.text, destination);
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item, key, depth);
    } else if (value !== null && typeof value === "object") {
      for (const [inner, content] of Object.entries(value)) visit(content, inner, depth + 1);
    }
  };
  const isAws = resource.type.startsWith("aws:");
  for (const [key, value] of Object.entries(propertiesOf(resource))) {
    // AWS's resources have their own region among their settings.
    if (!(isAws && key === "region") && !/^tags(All)?$/.test(key)) visit(value, key, 0);
  }
  return [...found.values()];
}

/** Where data comes from, and what names the resource itself. */
const sendsNowhere = /^(source|arn$|kms|id$)/i;
const namesRegion = /region(name)?s?$/i;

function destinationIn(text: string, key: string): Destination | undefined {
  if (sendsNowhere.test(key) || text === "") return undefined;
  if (namesRegion.test(key)) return { kind: "region", text, ...regionNamed(text) };
  if (/^availabilityDomain$/i.test(key)) return { kind: "region", text, ...regionOfDomain(text) };
  const [, service, region] = /^arn:[^:]+:([^:]+):([^:]*):/.exec(text) ?? [];
  if (service === "s3" && !region) return { kind: "bucket", text };
  if (region && /destination/i.test(key)) return { kind: "region", text: region, ...regionNamed(region) };
  return undefined;
}

/** At the top stand a resource's own name and what a provider computes of it, below what the program asks for. */
function notYetKnown(key: string, depth: number): Destination | undefined {
  if (depth === 0) return undefined;
  if (/^bucket(arn)?$/i.test(key)) return { kind: "bucket", text: "a bucket not known yet" };
  return namesRegion.test(key) ? { kind: "region", text: "a region not known yet" } : undefined;
}

function regionNamed(name: string): { region?: Region } {
  for (const provider of providerNames) {
    const region = findRegion(provider, name);
    if (region) return { region };
  }
  return {};
}

/** OCI's domains carry the tenancy's prefix: `Uocm:PHX-AD-1`. */
function regionOfDomain(domain: string): { region?: Region } {
  const name = domain.slice(domain.indexOf(":") + 1);
  const region = regionsOf("oci").find(({ zones }) => zones.some((zone) => zone.name === name));
  return region ? { region } : {};
}
