/** A site's media store: a real S3 server with versions, by the names and with the certificate that pods know it by. */
import type { ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import * as https from "node:https";
import path from "node:path";
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { goProgram } from "../../frame/go";
import { gone, type Lane } from "../../frame/lane";
import type { SiteLayout } from "../../plan/layout";
import type { StartAt } from "../queues";
import type { Disk } from "./disk";

export interface StoreKeys {
  readonly id: string;
  readonly secret: string;
}

export interface StoredObject {
  readonly key: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** In the name of what the server keeps beside the objects: uploads that are not finished, and locks. */
const OWN_FILES = ".sgwtmp";

export class Store {
  #process: ChildProcess | undefined;

  private constructor(
    private readonly lane: Lane,
    readonly site: SiteLayout,
    private readonly disk: Disk,
    private readonly begin: () => ChildProcess,
  ) {}

  /**
   * Starts it and makes its bucket, with versions.
   * @param tls folder of its certificate
   * @throws Error where it doesn't answer, or its bucket can't be made
   */
  static async start(
    lane: Lane,
    start: StartAt,
    site: SiteLayout,
    disk: Disk,
    tls: string,
    keys: StoreKeys,
  ): Promise<Store> {
    const { address, endpoint, pathStyle } = site.store;
    await Promise.all([
      mkdir(`${disk.folder}/objects`, { recursive: true }),
      mkdir(`${disk.folder}/versions`, { recursive: true }),
    ]);
    const args = [
      ...["--port", `${address}:443`, "--cert", `${tls}/tls.crt`, "--key", `${tls}/tls.key`],
      // As clouds' stores do; by itself it closes each connection after its answer.
      ...["--region", site.store.region, "--quiet", "--keep-alive"],
      ...(pathStyle ? [] : ["--virtual-domain", endpoint]),
      ...["posix", "--versioning-dir", `${disk.folder}/versions`, `${disk.folder}/objects`],
    ];
    const env = { ROOT_ACCESS_KEY: keys.id, ROOT_SECRET_KEY: keys.secret };
    const store = new Store(lane, site, disk, () =>
      start(site.id, `${site.id}/store`, goProgram("versitygw"), args, env),
    );
    await store.start();
    await store.#makeBucket(keys);
    return store;
  }

  async start(): Promise<void> {
    if (this.#process && !gone(this.#process)) return;
    this.#process = this.begin();
    await this.lane.ready(this.#process, 30, () => this.#answers(), 100);
  }

  async kill(): Promise<void> {
    if (this.#process) await this.lane.kill(this.#process);
  }

  /** As when its host loses power: what was not on its disk is gone. */
  async powerCut(): Promise<void> {
    await this.disk.cut(() => this.kill());
  }

  /** It takes connections and answers nothing, until `resume`. */
  hang(): void {
    if (this.#process) this.lane.signal(this.#process, "SIGSTOP");
  }

  resume(): void {
    if (this.#process) this.lane.signal(this.#process, "SIGCONT");
  }

  #answers(): Promise<boolean> {
    const { address, endpoint } = this.site.store;
    return new Promise((done) => {
      const request = https.get(
        {
          host: address,
          port: 443,
          servername: endpoint,
          headers: { host: endpoint },
          rejectUnauthorized: false,
          timeout: 1000,
        },
        (answer) => {
          answer.resume();
          done(true);
        },
      );
      request.on("timeout", () => request.destroy()).on("error", () => done(false));
    });
  }

  async #makeBucket({ id, secret }: StoreKeys): Promise<void> {
    const { address, bucket, region } = this.site.store;
    const client = new S3Client({
      endpoint: `https://${address}`,
      region,
      forcePathStyle: true,
      credentials: { accessKeyId: id, secretAccessKey: secret },
      requestHandler: { httpsAgent: new https.Agent({ rejectUnauthorized: false }) },
    });
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
    client.destroy();
  }

  /**
   * Every object as it lies on the disk, its bytes read, whether the server runs or not: of several versions the newest.
   * One that was deleted is still there; nothing in a drill deletes any.
   */
  async objects(): Promise<StoredObject[]> {
    const root = `${this.disk.folder}/objects/${this.site.store.bucket}`;
    const files = await readdir(root, { recursive: true, withFileTypes: true });
    const found: StoredObject[] = [];
    for (const file of files) {
      const full = path.join(file.parentPath, file.name);
      const key = path.relative(root, full);
      if (!file.isFile() || key.includes(OWN_FILES)) continue;
      found.push({ key, ...(await digestOf(full)) });
    }
    return found;
  }
}

async function digestOf(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { sha256: hash.digest("hex"), bytes };
}
