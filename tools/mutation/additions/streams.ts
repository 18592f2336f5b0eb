/** Settings that JetStream knows and a stream or a consumer leaves at their defaults. Pure. */
import type { Edit } from "./insert";

const OF_STREAMS: Readonly<Record<string, unknown>> = {
  sealed: true,
  max_msgs: 1,
  max_msgs_per_subject: 1,
  no_ack: true,
  compression: "s2",
  discard_new_per_subject: true,
  mirror: { name: "elsewhere" },
  sources: [{ name: "elsewhere" }],
  republish: { src: ">", dest: "elsewhere.>" },
  subject_transform: { src: ">", dest: "elsewhere.>" },
  placement: { cluster: "elsewhere" },
  template_owner: "elsewhere",
  allow_direct: true,
  mirror_direct: true,
};

const OF_CONSUMERS: Readonly<Record<string, unknown>> = {
  filter_subject: "elsewhere.>",
  max_deliver: 1,
  ack_policy: "none",
  deliver_policy: "new",
  max_ack_pending: 1,
  ack_wait: 1,
  inactive_threshold: 1_000_000_000,
  headers_only: true,
  pause_until: "2099-01-01T00:00:00Z",
  opt_start_seq: 1_000_000,
  sample_freq: "100",
  rate_limit_bps: 1,
  mem_storage: true,
  num_replicas: 1,
  max_waiting: 1,
  max_batch: 1,
  max_expires: 1,
  backoff: [1],
  deliver_subject: "elsewhere",
};

export function editsOfStream(text: string): Edit[] {
  if (!/^\{\s/.test(text)) return [];
  let content: Readonly<Record<string, unknown>>;
  try {
    content = JSON.parse(text) as typeof content;
  } catch {
    return [];
  }
  const isConsumer = "ack_policy" in content || "durable_name" in content;
  if (!isConsumer && !("retention" in content)) return [];
  return Object.entries(isConsumer ? OF_CONSUMERS : OF_STREAMS)
    .filter(([key]) => !(key in content))
    .map(([key, value]) => ({
      weakening: "added",
      within: `${key}: ${JSON.stringify(value)}`,
      value: `${JSON.stringify({ ...content, [key]: value }, null, 2)}\n`,
    }));
}
