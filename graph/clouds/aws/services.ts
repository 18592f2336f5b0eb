/** AWS' services beside Kubernetes: which of them stand alone, and of which no backup is kept. */
import type { Graph, GraphResource } from "../../resource";
import {
  at,
  booleanAt,
  isSet,
  isUnknown,
  listAt,
  madeFrom,
  numberAt,
  propertiesOf,
  textAt,
} from "../../views/read";
import { typesOf } from "../../views/types-of";
import { aloneAmong, fewer, managed, off, tiedTo } from "../../views/weak-spots";
import type { ServiceReader, WeakSpot } from "../reader";

const twoZones = "a second one in another zone";

const types = typesOf("aws", {
  appautoscaling: "policy target",
  autoscaling: "group policy",
  docdb: "cluster clusterInstance",
  ec2: "instance launchTemplate",
  ecs: "cluster service taskDefinition",
  efs: "fileSystem mountTarget",
  elasticache: "cluster replicationGroup",
  elasticsearch: "domain",
  fsx: "ontapFileSystem openZfsFileSystem windowsFileSystem",
  memorydb: "cluster",
  mq: "broker",
  msk: "cluster",
  neptune: "cluster clusterInstance",
  opensearch: "domain",
  rds: "cluster clusterInstance instance",
});

/** A standby takes over by itself; a replica of another instance is one, and instances of clusters are counted there. */
function* databases(graph: Graph): Generator<WeakSpot> {
  for (const instance of standaloneInstances(graph)) {
    yield* off(
      instance,
      ["multiAz"],
      "is a database without a standby in another zone (multiAz)",
      "multiAz: true",
    );
  }
  for (const [module, single] of [
    ["rds", "Aurora"],
    ["docdb", "DocumentDB"],
    ["neptune", "Neptune"],
  ] as const) {
    const members = new Set([`aws:${module}/clusterInstance:ClusterInstance`]);
    for (const cluster of managed(graph, `aws:${module}/cluster:Cluster`)) {
      const count = tiedTo(graph, cluster, "clusterIdentifier", members).length;
      // None: they are made elsewhere, or the cluster has its own.
      if (count === 1)
        yield { resource: cluster, found: `is a cluster of ${single} with one instance`, wanted: twoZones };
    }
  }
}

function standaloneInstances(graph: Graph): GraphResource[] {
  return managed(graph, "aws:rds/instance:Instance").filter((instance) => {
    const properties = propertiesOf(instance);
    const isReplica =
      isSet(properties.replicateSourceDb) || madeFrom(instance, "replicateSourceDb").length > 0;
    return !isReplica && !(textAt(properties, "engine") ?? "").startsWith("aurora");
  });
}

function* caches(graph: Graph): Generator<WeakSpot> {
  for (const cluster of managed(graph, "aws:elasticache/cluster:Cluster")) {
    const properties = propertiesOf(cluster);
    if (isSet(properties.replicationGroupId)) continue;
    const isRedis = textAt(properties, "engine") !== "memcached";
    if (isRedis)
      yield {
        resource: cluster,
        found: "is a cache of one node, which nothing replaces",
        wanted: "a replication group with automatic failover",
      };
    else
      yield* fewer(cluster, properties.numCacheNodes, {
        least: 2,
        otherwise: 1,
        found: () => "is a cache of one node",
        wanted: "two nodes or more, in several zones",
      });
  }
  for (const group of managed(graph, "aws:elasticache/replicationGroup:ReplicationGroup")) {
    const properties = propertiesOf(group);
    const replicas = numberAt(properties, "replicasPerNodeGroup") ?? 0;
    const nodes = numberAt(properties, "numCacheClusters") ?? 0;
    const wanted = "a replica in another zone, and automatic failover";
    if (isUnknown(properties.numCacheClusters) || isUnknown(properties.replicasPerNodeGroup)) {
      yield { resource: group, found: "has a number of replicas that isn't known yet", wanted, unsure: true };
    } else if (replicas < 1 && nodes < 2)
      yield { resource: group, found: "is a cache without a replica", wanted };
    else if (
      booleanAt(properties, "automaticFailoverEnabled") !== true &&
      !isUnknown(properties.automaticFailoverEnabled)
    ) {
      yield { resource: group, found: "has replicas that don't take over by themselves", wanted };
    }
  }
  for (const cluster of managed(graph, "aws:memorydb/cluster:Cluster")) {
    yield* fewer(cluster, propertiesOf(cluster).numReplicasPerShard, {
      least: 1,
      otherwise: 1,
      found: () => "has shards without a replica",
      wanted: "a replica a shard",
    });
  }
}

function* searches(graph: Graph): Generator<WeakSpot> {
  for (const domain of managed(graph, "aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain")) {
    const config = at(propertiesOf(domain), "clusterConfig");
    const few = fewer(domain, at(config, "instanceCount"), {
      least: 2,
      otherwise: 1,
      found: () => "is a search domain of one node",
      wanted: "nodes in two zones or more",
    });
    yield* few;
    if (
      few.length === 0 &&
      booleanAt(config, "zoneAwarenessEnabled") !== true &&
      booleanAt(config, "multiAzWithStandbyEnabled") !== true
    ) {
      yield {
        resource: domain,
        found: "has all its nodes in one zone (zoneAwarenessEnabled)",
        wanted: "zone awareness",
      };
    }
  }
}

function* brokers(graph: Graph): Generator<WeakSpot> {
  for (const broker of managed(graph, "aws:mq/broker:Broker")) {
    if (
      (textAt(propertiesOf(broker), "deploymentMode") ?? "SINGLE_INSTANCE") === "SINGLE_INSTANCE" &&
      !isUnknown(propertiesOf(broker).deploymentMode)
    ) {
      yield {
        resource: broker,
        found: "is a broker of one instance",
        wanted: "ACTIVE_STANDBY_MULTI_AZ or CLUSTER_MULTI_AZ",
      };
    }
  }
  for (const cluster of managed(graph, "aws:msk/cluster:Cluster")) {
    yield* fewer(cluster, propertiesOf(cluster).numberOfBrokerNodes, {
      least: 2,
      otherwise: 2,
      found: () => "has one broker",
      wanted: "brokers in two zones or more",
    });
  }
}

/** As many as a service never has fewer of: its own number, or the floor of what scales it. */
function* tasks(graph: Graph, least: number): Generator<WeakSpot> {
  for (const service of managed(graph, "aws:ecs/service:Service")) {
    const properties = propertiesOf(service);
    if (textAt(properties, "schedulingStrategy") === "DAEMON") continue;
    const targets = (graph.dependents.get(service.urn) ?? []).filter(
      ({ type }) => type === "aws:appautoscaling/target:Target",
    );
    const floors = targets.map((target) => propertiesOf(target).minCapacity);
    const value = floors.length > 0 ? floors[0] : properties.desiredCount;
    yield* fewer(service, value, {
      least,
      otherwise: 0,
      found: (count) =>
        count === 0
          ? "names no number of tasks, which is none"
          : `runs ${count === 1 ? "one task" : `${count} tasks`}`,
      wanted: `${least} tasks or more`,
    });
  }
}

function* machines(graph: Graph, least: number): Generator<WeakSpot> {
  const kindOf = (machine: GraphResource): string => {
    const { ami, instanceType } = propertiesOf(machine);
    return `${isUnknown(ami) ? madeFrom(machine, "ami").join() : String(ami)} ${String(instanceType)}`;
  };
  for (const machine of aloneAmong(managed(graph, "aws:ec2/instance:Instance"), kindOf)) {
    yield {
      resource: machine,
      found: "is a machine that stands alone",
      wanted: "a group of machines in two zones or more",
    };
  }
  for (const group of managed(graph, "aws:autoscaling/group:Group")) {
    const properties = propertiesOf(group);
    const most = numberAt(properties, "maxSize");
    const found = (count: number) =>
      most === 1
        ? "is a group of one machine"
        : `goes down to ${count === 1 ? "one machine" : `${count} machines`}`;
    // A group that may stand empty works off jobs.
    if (numberAt(properties, "minSize") === 0) continue;
    yield* fewer(group, properties.minSize, {
      least,
      otherwise: 0,
      found,
      wanted: `${least} machines or more`,
    });
  }
}

function* shares(graph: Graph): Generator<WeakSpot> {
  for (const share of managed(graph, "aws:efs/fileSystem:FileSystem")) {
    if (isSet(propertiesOf(share).availabilityZoneName)) {
      yield {
        resource: share,
        found: "keeps its files in one zone",
        wanted: "a file system of the region: no availabilityZoneName",
      };
    }
  }
  for (const share of managed(graph, ...[...types].filter((type) => type.startsWith("aws:fsx/")))) {
    if (/^SINGLE_AZ/.test(textAt(propertiesOf(share), "deploymentType") ?? "")) {
      yield {
        resource: share,
        found: "keeps its files in one zone",
        wanted: "a deployment of several zones",
      };
    }
  }
}

/** A function in a network runs where its subnets are. */
function* functions(graph: Graph): Generator<WeakSpot> {
  for (const one of managed(
    graph,
    "aws:lambda/function:Function",
    "aws:lambda/callbackFunction:CallbackFunction",
  )) {
    const subnets = at(propertiesOf(one), "vpcConfig", "subnetIds");
    if (Array.isArray(subnets) && listAt(subnets).length === 1) {
      yield {
        resource: one,
        found: "runs in one subnet, which is one zone",
        wanted: "subnets of two zones or more",
      };
    }
  }
}

export const awsServices: ServiceReader = {
  types,
  databases: typesOf("aws", {
    docdb: "cluster",
    dynamodb: "table",
    elasticache: "cluster replicationGroup",
    neptune: "cluster",
    rds: "cluster instance",
  }),
  *alone(graph, least) {
    yield* databases(graph);
    yield* caches(graph);
    yield* searches(graph);
    yield* brokers(graph);
    yield* tasks(graph, least);
    yield* machines(graph, least);
    yield* shares(graph);
    yield* functions(graph);
  },
  *unkept(graph) {
    // A plan may keep any of them.
    if (managed(graph, "aws:backup/selection:Selection").length > 0) return;
    for (const instance of standaloneInstances(graph)) {
      yield* fewer(instance, propertiesOf(instance).backupRetentionPeriod, {
        least: 1,
        otherwise: 0,
        found: () => "keeps no backups (backupRetentionPeriod)",
        wanted: "seven days or more",
      });
    }
  },
  remadeBy: typesOf("aws", {
    cloudfront: "distribution",
    s3: "bucketLogging bucketLoggingV2 bucketObject bucketObjectv2 bucketWebsiteConfiguration bucketWebsiteConfigurationV2",
  }),
};
