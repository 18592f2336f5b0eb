/** What of a drill stands for something that can't be had on one machine. */
import type { Imitated } from "../verdict/outcome";

export const imitated: readonly Imitated[] = [
  {
    what: "Route 53 and OCI DNS",
    by: "a small authoritative server each, with checkers that keep the provider's interval, threshold, votes and time-outs, and its rule for when all are unwell; drill/dns/rules.ts names the pages",
  },
  {
    what: "the clouds' load balancers",
    by: "HAProxy passing TCP on, with the deployed health check and the cloud's way to choose; drill/world/balancer/balancer-config.ts names the pages",
  },
  {
    what: "the edge's image",
    by: "this machine's HAProxy with the deployed configuration, but for addresses, folders and the times that are shortened",
  },
  {
    what: "S3 and OCI Object Storage",
    by: "versitygw with versions, asked by the stores' real names; the mirror asks OCI's by S3 from its own site too",
  },
  {
    what: "identities of pods at the clouds",
    by: "one key for all stores: what each pod may do there is tested elsewhere (tests/real/copies)",
  },
  {
    what: "Kubernetes",
    by: "nothing: pods are processes that nobody starts again, no autoscaler adds any, and DNS keeps every pod's address; the mirror's jobs are begun by a clock of the drill's, and what is due at night isn't",
  },
  { what: "distances", by: "lines as long as light needs in fibre, by 1.4; users are 10 ms from every site" },
];
