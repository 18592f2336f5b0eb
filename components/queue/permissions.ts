import { apiPrefix, deliverPrefix, inboxPrefix, peersOf, type QueuePlan, streamName } from "./model";

/** Subjects that a user may publish to and subscribe to; no others. */
export interface Permissions {
  publish: string[];
  subscribe: string[];
}

/** What one workload may publish: its families' subjects, and asking for and acknowledging what it consumes. */
export function workloadPermissions(plan: QueuePlan, site: string, name: string): Permissions {
  const workload = plan.workloads.find((w) => w.name === name);
  if (!workload) throw new Error(`queue: no workload ${JSON.stringify(name)} in the plan`);
  const subjects = plan.families
    .filter((f) => workload.publishes.includes(f.name))
    .flatMap((f) => f.subjects);
  const consuming = [...workload.consumes].sort().flatMap((family) =>
    [site, ...peersOf(plan, site)].flatMap((origin) => {
      const [stream, api] = [streamName(family, origin), apiPrefix(site, origin)];
      return [
        `${api}.CONSUMER.INFO.${stream}.${name}`,
        `${api}.CONSUMER.MSG.NEXT.${stream}.${name}`,
        `$JS.ACK.${stream}.${name}.>`,
      ];
    }),
  );
  return { publish: [...subjects, ...consuming], subscribe: [`${inboxPrefix(name)}.>`] };
}

/** What the setup Job may do: make and change streams and consumers; not delete, purge, read or publish. */
export function setupPermissions(plan: QueuePlan, site: string): Permissions {
  const publish = [site, ...peersOf(plan, site)].flatMap((origin) => {
    const api = apiPrefix(site, origin);
    return [
      `${api}.INFO`,
      `${api}.STREAM.INFO.*`,
      `${api}.STREAM.NAMES`,
      `${api}.STREAM.LIST`,
      `${api}.STREAM.CREATE.*`,
      `${api}.STREAM.UPDATE.*`,
      `${api}.CONSUMER.INFO.*.*`,
      `${api}.CONSUMER.NAMES.*`,
      `${api}.CONSUMER.LIST.*`,
      `${api}.CONSUMER.CREATE.>`,
      `${api}.CONSUMER.DURABLE.CREATE.*.*`,
    ];
  });
  return { publish, subscribe: [`${inboxPrefix("setup")}.>`] };
}

/** What another site's leaf link may do here: make its mirrors' consumers and receive what they deliver. */
export function leafPermissions(plan: QueuePlan, site: string, peer: string): Permissions {
  const streams = plan.families.map((f) => streamName(f.name, site)).sort();
  const api = `$JS.${site}.API`;
  return {
    publish: [
      ...streams.map((s) => `${api}.CONSUMER.CREATE.${s}.>`),
      ...streams.map((s) => `${api}.CONSUMER.CREATE.${s}`),
      "$JS.FC.>",
    ],
    subscribe: [`${deliverPrefix(peer)}.>`, "$JSC.R.>"],
  };
}
