/** A pod's environment in which all that it depends on is dead: what must be well is the pod alone. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";

export interface DeadWorld {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  remove(): void;
}

/** Nobody listens on the ports of its stores and queue; connections to them are refused. */
export async function deadWorld(capability: string): Promise<DeadWorld> {
  const etc = mkdtempSync(path.join(os.tmpdir(), "twincloud-contract-"));
  const [own, dead] = [await freePort(), await freePort()];
  const store = (site: string, provider: string, region: string) => ({
    ...{ site, provider, region, bucket: `media-${region}`, pathStyle: true },
    endpoint: `127.0.0.1:${dead}`,
  });
  mkdirSync(path.join(etc, "stores"));
  mkdirSync(path.join(etc, "queue"));
  writeFileSync(
    path.join(etc, "stores/stores.json"),
    JSON.stringify({
      own: store("aws-here-1", "aws", "here-1"),
      others: [store("oci-there-1", "oci", "there-1")],
    }),
  );
  return {
    url: `http://127.0.0.1:${own}`,
    env: {
      TWINCLOUD_ETC: etc,
      TWINCLOUD_LISTEN: `127.0.0.1:${own}`,
      TWINCLOUD_SITE: "aws-here-1",
      TWINCLOUD_CAPABILITY: capability,
      TWINCLOUD_PUBLIC_NAME: `${capability}.example.com`,
      TWINCLOUD_STORE_READS: `${capability}/`,
      TWINCLOUD_STORE_WRITES: `${capability}/`,
      QUEUE_URL: `tls://127.0.0.1:${dead}`,
      ...{ AWS_ACCESS_KEY_ID: "nobody", AWS_SECRET_ACCESS_KEY: "nothing", AWS_REGION: "here-1" },
      ...{ OCI_S3_ACCESS_KEY_ID: "nobody", OCI_S3_SECRET_ACCESS_KEY: "nothing" },
    },
    remove: () => rmSync(etc, { recursive: true, force: true }),
  };
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
