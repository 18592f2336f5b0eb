import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleReference } from "../../reference/bundle";
import { contract } from "../../reference/contract/cli";
import { Started } from "../../reference/contract/started";
import { capabilityNames } from "../../reference/frame/settings";
import { MemoryS3 } from "./memory-s3";

let folder: string;
let bundle: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-contract-test-"));
  bundle = path.join(folder, "reference.cjs");
  await bundleReference(bundle);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await contract(args, (line) => lines.push(line));
  return { code, lines };
}
const broken = (lines: readonly string[]) => lines.filter((line) => line.startsWith("BROKEN"));

describe("the reference programs", () => {
  it("keep the contract where all that they depend on is dead", async () => {
    const runs = await Promise.all(
      capabilityNames.map((name) =>
        run("--command", `'${process.execPath}' '${bundle}'`, "--capability", name),
      ),
    );
    expect(runs.map(({ code, lines }) => ({ code, broken: broken(lines) }))).toEqual(
      capabilityNames.map(() => ({ code: 0, broken: [] })),
    );
  });

  it("keep all of it of uploads where the stores are well and the queue is dead", async () => {
    const [own, other] = [await MemoryS3.start("oci-us-ashburn-1"), await MemoryS3.start("aws-us-east-2")];
    const stores = path.join(folder, "stores");
    mkdirSync(stores);
    writeFileSync(path.join(stores, "stores.json"), JSON.stringify({ own: own.spec, others: [other.spec] }));
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const pod = new Started(`'${process.execPath}' '${bundle}'`, {
      TWINCLOUD_ETC: folder,
      TWINCLOUD_LISTEN: `127.0.0.1:${port}`,
      TWINCLOUD_SITE: "oci-us-ashburn-1",
      TWINCLOUD_CAPABILITY: "upload",
      QUEUE_URL: "nats://127.0.0.1:1",
      ...{ AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" },
      ...{ OCI_S3_ACCESS_KEY_ID: "id", OCI_S3_SECRET_ACCESS_KEY: "secret" },
    });
    try {
      await expect.poll(() => pod.said, { timeout: 30_000 }).toContain('"serving"');
      const { code, lines } = await run("--url", `http://127.0.0.1:${port}`, "--capability", "upload");
      expect([code, lines.filter((line) => !line.startsWith("ok"))]).toEqual([
        0,
        ["12 held, 0 broken, 0 can't be told"],
      ]);
    } finally {
      await pod.remove();
      await Promise.all([own.stop(), other.stop()]);
    }
  });
});

describe("an image that breaks the contract", () => {
  /** Readiness that asks the queue, counts that begin with zero, and an end that cuts off. */
  const image = `
    const [, port] = process.env.TWINCLOUD_LISTEN.split(":");
    const json = (answer, status, body) => answer.writeHead(status).end(JSON.stringify(body));
    require("node:http").createServer((request, answer) => {
      if (request.url === "/readyz") return json(answer, 503, { queue: "dead" });
      if (request.method === "GET" && request.url.startsWith("/v1/"))
        return json(answer, 200, { views: 0, likes: 0, stale: true, behind: null });
      request.resume().on("end", () => json(answer, request.method === "POST" ? 202 : 200, {}));
    }).listen(Number(port), "127.0.0.1");
    process.on("SIGTERM", () => process.exit(1));
  `;

  it("is told of each clause that it breaks, and ends the suite with 1", async () => {
    const file = path.join(folder, "bad.cjs");
    writeFileSync(file, image);
    const { code, lines } = await run(
      "--command",
      `'${process.execPath}' '${file}'`,
      "--capability",
      "engagement",
    );
    expect(code).toBe(1);
    expect(broken(lines).map((line) => line.slice(7, 60))).toEqual([
      expect.stringMatching(/^it is ready all the same/),
      expect.stringMatching(/^a view is answered with 202 and its id/),
      expect.stringMatching(/^a count has views, likes, stale and behind, and no/),
      expect.stringMatching(/^what is no event is refused with 400/),
      expect.stringMatching(/^POST .canary is answered with 200, or 503/),
      expect.stringMatching(/^on SIGTERM a request that had begun is finished/),
      expect.stringMatching(/^after SIGTERM the program ends by itself/),
    ]);
  });

  it("that doesn't start is told of with its own words", async () => {
    const { code, lines } = await run("--command", "echo no such library; exit 3", "--capability", "status");
    expect(code).toBe(1);
    expect(broken(lines)[0]).toContain("it ended by itself; it said no such library");
  });
});

describe("a usage that is wrong", () => {
  it.each([
    [],
    ["--url", "ftp://there"],
    ["--url", "http://127.0.0.1:1", "--capability", "chat"],
    ["--url", "http://127.0.0.1:1", "--pid", "one"],
    ["--command", "true"],
    ["--command", "true", "--capability", "feed", "--url", "http://127.0.0.1:1"],
  ])("ends the suite with 2: %j", async (...args) => {
    expect((await run(...args)).code).toBe(2);
  });
});
