/** What the tests of the reference programs hand them in place of clouds. */
import type { Log } from "../../reference/frame/log";
import { type Publisher, QueueFailure } from "../../reference/queue/publisher";
import { S3Store } from "../../reference/stores/s3";
import type { Store } from "../../reference/stores/store";
import { MemoryS3 } from "./memory-s3";

export const noLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The real client of a store in memory, which asks nobody who they are. */
export const storeOf = ({ spec }: Pick<MemoryS3, "spec">): Store =>
  new S3Store(spec, async () => ({ accessKeyId: "id", secretAccessKey: "secret" }));

/** Two sites of two providers, the first one the pod's own. */
export async function twoStores(): Promise<{ own: MemoryS3; other: MemoryS3; stores: readonly Store[] }> {
  const [own, other] = [await MemoryS3.start("oci-us-ashburn-1"), await MemoryS3.start("aws-us-east-2")];
  return { own, other, stores: [storeOf(own), storeOf(other)] };
}

/** A queue that keeps what is published, once for each id, or takes nothing. */
export class FakeQueue implements Publisher {
  readonly events = new Map<string, { readonly subject: string; readonly event: object }>();
  isUp = true;

  async publish(subject: string, id: string, event: object): Promise<void> {
    if (!this.isUp) throw new QueueFailure("is down");
    if (!this.events.has(id)) this.events.set(id, { subject, event });
  }
}
