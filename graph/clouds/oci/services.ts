/** OCI's services beside Kubernetes: which of them stand alone, and of which no backup is kept. */
import type { Graph, GraphResource } from "../../resource";
import { at, booleanAt, isSet, isUnknown, madeFrom, numberAt, propertiesOf, textAt } from "../../views/read";
import { typesOf } from "../../views/types-of";
import { aloneAmong, fewer, managed, off } from "../../views/weak-spots";
import type { ServiceReader, WeakSpot } from "../reader";

const types = typesOf("oci", {
  Apigateway: "deployment gateway",
  ContainerEngine: "containerInstance",
  Core: "instance instanceConfiguration instancePool",
  Database: "autonomousDatabase dataGuardAssociation dbSystem",
  Functions: "application function",
  Mysql: "mysqlDbSystem",
  Opensearch: "opensearchCluster",
  Psql: "dbSystem",
  Redis: "redisCluster",
});

function* databases(graph: Graph): Generator<WeakSpot> {
  for (const system of managed(graph, "oci:Mysql/mysqlDbSystem:MysqlDbSystem")) {
    yield* off(
      system,
      ["isHighlyAvailable"],
      "is a database without a standby (isHighlyAvailable)",
      "isHighlyAvailable: true",
    );
  }
  for (const system of managed(graph, "oci:Psql/dbSystem:DbSystem")) {
    yield* fewer(system, propertiesOf(system).instanceCount, {
      least: 2,
      otherwise: 1,
      found: () => "is a database of one instance",
      wanted: "a second one in another domain",
    });
  }
  const guarded = new Set(
    managed(graph, "oci:Database/dataGuardAssociation:DataGuardAssociation").flatMap((one) =>
      madeFrom(one, "databaseId"),
    ),
  );
  for (const system of managed(graph, "oci:Database/dbSystem:DbSystem")) {
    const isGuarded =
      guarded.has(system.urn) || (guarded.size > 0 && textAt(propertiesOf(system), "source") === "DATAGUARD");
    if (isGuarded || isSet(at(propertiesOf(system), "dbHome", "database", "dataGuardConfig"))) continue;
    yield* fewer(system, propertiesOf(system).nodeCount, {
      least: 2,
      otherwise: 1,
      found: () => "is a database system of one node, without Data Guard",
      wanted: "two nodes, or Data Guard in another domain",
    });
  }
}

function* services(graph: Graph): Generator<WeakSpot> {
  for (const cluster of managed(graph, "oci:Redis/redisCluster:RedisCluster")) {
    yield* fewer(cluster, propertiesOf(cluster).nodeCount, {
      least: 2,
      otherwise: 1,
      found: () => "is a cache of one node",
      wanted: "two nodes a shard or more",
    });
  }
  for (const cluster of managed(graph, "oci:Opensearch/opensearchCluster:OpensearchCluster")) {
    yield* fewer(cluster, propertiesOf(cluster).dataNodeCount, {
      least: 2,
      otherwise: 1,
      found: () => "is a search cluster of one data node",
      wanted: "three data nodes",
    });
  }
}

function* machines(graph: Graph, least: number): Generator<WeakSpot> {
  const kindOf = (machine: GraphResource): string => {
    const { sourceDetails, shape, image } = propertiesOf(machine);
    const source = at(sourceDetails, "sourceId") ?? image;
    return `${isUnknown(source) ? madeFrom(machine, "sourceDetails").join() : String(source)} ${String(shape)}`;
  };
  for (const machine of aloneAmong(managed(graph, "oci:Core/instance:Instance"), kindOf)) {
    yield {
      resource: machine,
      found: "is a machine that stands alone",
      wanted: "an instance pool over several domains",
    };
  }
  for (const machine of aloneAmong(
    managed(graph, "oci:ContainerEngine/containerInstance:ContainerInstance"),
    () => "container",
  )) {
    yield {
      resource: machine,
      found: "is a container instance that stands alone",
      wanted: "several, in several domains",
    };
  }
  for (const pool of managed(graph, "oci:Core/instancePool:InstancePool")) {
    if (numberAt(propertiesOf(pool), "size") === 0) continue;
    yield* fewer(pool, propertiesOf(pool).size, {
      least,
      otherwise: 1,
      found: (count) => `is a pool of ${count === 1 ? "one machine" : `${count} machines`}`,
      wanted: `${least} machines or more`,
    });
  }
}

export const ociServices: ServiceReader = {
  types,
  databases: typesOf("oci", {
    Database: "autonomousDatabase dbSystem",
    Mysql: "mysqlDbSystem",
    Nosql: "table",
    Psql: "dbSystem",
  }),
  *alone(graph, least) {
    yield* databases(graph);
    yield* services(graph);
    yield* machines(graph, least);
  },
  *unkept(graph) {
    for (const system of managed(graph, "oci:Mysql/mysqlDbSystem:MysqlDbSystem")) {
      const enabled = at(propertiesOf(system), "backupPolicy", "isEnabled");
      if (enabled !== undefined && booleanAt(enabled) === false)
        yield {
          resource: system,
          found: "keeps no backups (backupPolicy)",
          wanted: "backups of seven days or more",
        };
    }
    for (const system of managed(graph, "oci:Psql/dbSystem:DbSystem")) {
      if (textAt(propertiesOf(system), "managementPolicy", "backupPolicy", "kind") === "NONE")
        yield {
          resource: system,
          found: "keeps no backups (managementPolicy)",
          wanted: "backups every day or week",
        };
    }
  },
  remadeBy: typesOf("oci", { ObjectStorage: "storageObject" }),
};
