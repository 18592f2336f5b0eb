/** What of AWS holds data, where its settings send it, and what can't be made again. */
import { moduleOf } from "../../urn";
import { type Modules, typesOf } from "../../views/types-of";
import type { DataReader } from "../reader";
import { regionNamed } from "../regions";
import type { Destination } from "../views";

/** Of a service's settings, only what sends copies. */
const holding: Modules = {
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

const lasting: Modules = {
  docdb: "cluster",
  dsql: "cluster",
  dynamodb: "globalTable table",
  ebs: "volume",
  efs: "fileSystem",
  fsx: "lustreFileSystem ontapFileSystem openZfsFileSystem windowsFileSystem",
  keyspaces: "table",
  kms: "key replicaKey",
  memorydb: "cluster",
  neptune: "cluster",
  opensearch: "domain",
  rds: "cluster globalCluster instance",
  redshift: "cluster",
  route53: "zone",
  s3: "bucket bucketV2 directoryBucket",
};

/** Copies, streams, brokers and caches. */
const alsoLost: Modules = {
  backup: "logicallyAirGappedVault vault",
  docdb: "clusterSnapshot elasticCluster",
  ebs: "snapshot snapshotCopy",
  elasticache: "replicationGroup serverlessCache",
  elasticsearch: "domain",
  glacier: "vault",
  keyspaces: "keyspace",
  kinesis: "stream videoStream",
  lightsail: "bucket database disk",
  mq: "broker",
  msk: "cluster serverlessCluster",
  neptune: "clusterSnapshot",
  opensearch: "serverlessCollection",
  rds: "clusterSnapshot clusterSnapshotCopy snapshot snapshotCopy",
  redshift: "clusterSnapshot",
  redshiftserverless: "namespace",
  s3tables: "tableBucket",
  sqs: "queue",
  timestreaminfluxdb: "dbInstance",
  timestreamwrite: "database table",
};

export const awsData: DataReader = {
  holding: typesOf("aws", holding),
  lasting: typesOf("aws", lasting),
  alsoLost: typesOf("aws", alsoLost),
  isOwnRegion: (key) => key === "region",
  destinationIn,
  isOfKeys: (type) => moduleOf(type) === "kms",
  passesOn: (type) => ["sns", "sqs"].includes(moduleOf(type)),
};

/** ARNs: of a bucket, which say nothing of its region, or of something in a region that data goes to. */
function destinationIn(text: string, key: string): Destination | undefined {
  const [, service, name] = /^arn:[^:]+:([^:]+):([^:]*):/.exec(text) ?? [];
  if (service === "s3" && !name) return { kind: "bucket", text };
  if (!name || !/destination/i.test(key)) return undefined;
  const region = regionNamed("aws", name);
  return { kind: "region", text: name, ...(region ? { region } : {}) };
}
