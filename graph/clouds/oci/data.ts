/** What of OCI holds data, where its settings send it, and what can't be made again. */
import { moduleOf } from "../../urn";
import { type Modules, typesOf } from "../../views/types-of";
import type { DataReader } from "../reader";
import { regionsOf } from "../regions";
import type { Destination } from "../views";
import { domainName } from "./place";

const holding: Modules = {
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

const lasting: Modules = {
  Core: "volume",
  Database: "autonomousDatabase dbSystem",
  Dns: "zone",
  FileStorage: "fileSystem",
  Kms: "key vault",
  Mysql: "mysqlDbSystem",
  Nosql: "table",
  ObjectStorage: "bucket",
  Psql: "dbSystem",
};

/** Copies, streams, queues and caches. */
const alsoLost: Modules = {
  Core: "bootVolume bootVolumeBackup volumeBackup volumeGroupBackup",
  Database: "autonomousContainerDatabase autonomousDatabaseBackup backup",
  Lustre: "fileStorageLustreFileSystem",
  Mysql: "mysqlBackup",
  Opensearch: "cluster",
  Psql: "backup",
  Queue: "queue",
  Redis: "redisCluster",
  Streaming: "stream",
};

export const ociData: DataReader = {
  holding: typesOf("oci", holding),
  lasting: typesOf("oci", lasting),
  alsoLost: typesOf("oci", alsoLost),
  // A resource stands in its provider's region, whatever it says of regions.
  isOwnRegion: () => false,
  destinationIn,
  isOfKeys: (type) => moduleOf(type) === "Kms",
  passesOn: () => false,
};

/** A domain's name says which region it is in. */
function destinationIn(text: string, key: string): Destination | undefined {
  if (!/^availabilityDomain$/i.test(key)) return undefined;
  const name = domainName(text);
  const region = regionsOf("oci").find(({ zones }) => zones.some((zone) => zone.name === name));
  return { kind: "region", text, ...(region ? { region } : {}) };
}
