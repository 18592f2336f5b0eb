// profile: single-region
// planted: single-point cache
import * as aws from "@pulumi/aws";
const options = { provider: new aws.Provider("a", { region: "us-east-2" }) };
new aws.elasticache.Cluster("cache", { engine: "memcached", nodeType: "cache.t4g.small", numCacheNodes: 1 }, options);
