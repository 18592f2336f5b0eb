import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InputError } from "../../report/input-error";
import { writeFiles, writeWhole } from "../../report/write";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "twincloud-write-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const out = () => path.join(folder, "prod");
const read = async () => {
  const found = await readdir(out(), { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(
      files.sort().map(async (file) => [path.relative(out(), file), await readFile(file, "utf8")]),
    ),
  );
};
const report = (content: string, ...more: string[]) =>
  new Map(["preview.json", "preview.md", ...more].map((file) => [file, content]));

describe("writeFiles", () => {
  it("makes the folders it needs", async () => {
    await writeFiles(out(), report("1", "manifests/a/05-namespace.yaml"));
    expect(await read()).toEqual({
      "preview.json": "1",
      "preview.md": "1",
      "manifests/a/05-namespace.yaml": "1",
    });
  });

  it("replaces an earlier report, the files that it no longer has included", async () => {
    await writeFiles(out(), report("1", "state.json", "manifests/a/05-namespace.yaml"));
    await writeFiles(out(), report("2", "manifests/b/05-namespace.yaml"));
    expect(await read()).toEqual({
      "preview.json": "2",
      "preview.md": "2",
      "manifests/b/05-namespace.yaml": "2",
    });
  });

  it("leaves alone what isn't a report's", async () => {
    await mkdir(out());
    await writeFile(path.join(out(), "notes.txt"), "mine");
    await writeFiles(out(), report("1"));
    expect(await read()).toEqual({ "notes.txt": "mine", "preview.json": "1", "preview.md": "1" });
  });

  it("refuses to replace files of a report's names that no report came with", async () => {
    await mkdir(path.join(out(), "manifests"), { recursive: true });
    await expect(writeFiles(out(), report("1"))).rejects.toThrow(InputError);
    await expect(writeFiles(out(), report("1"))).rejects.toThrow("holds manifests but no preview.json");
    expect(await read()).toEqual({});
  });

  it("leaves the earlier report whole when one can't be written", async () => {
    await writeFiles(out(), report("1", "state.json"));
    // A file that is also a folder's name can't be written.
    const broken = new Map([...report("2"), ["manifests", "a file"], ["manifests/a.yaml", "x"]]);
    await expect(writeFiles(out(), broken)).rejects.toThrow();
    expect(await read()).toEqual({ "preview.json": "1", "preview.md": "1", "state.json": "1" });
  });

  it("says that it can't write where a file is in the way", async () => {
    await writeFile(out(), "a file");
    await expect(writeFiles(out(), report("1"))).rejects.toThrow(InputError);
    await expect(writeFiles(out(), report("1"))).rejects.toThrow(
      /prod: can't be written: .*; choose another --out/,
    );
  });

  it("takes away what a killed run left, and nothing of one that is still going", async () => {
    await writeFiles(out(), report("1"));
    // No process has this id: it is over the most that Linux gives.
    await mkdir(path.join(out(), ".writing-99999999-abc/new"), { recursive: true });
    await mkdir(path.join(out(), `.writing-${process.ppid}-abc`));
    await writeFiles(out(), report("2"));
    expect((await readdir(out())).sort()).toEqual([
      ...[`.writing-${process.ppid}-abc`, "preview.json", "preview.md"],
    ]);
  });

  it("goes on where a run was killed between the files", async () => {
    await writeFiles(out(), report("1"));
    await mkdir(path.join(out(), ".writing-99999999-abc/old"), { recursive: true });
    await rm(path.join(out(), "preview.json"));
    await writeFiles(out(), report("2"));
    expect(await read()).toEqual({ "preview.json": "2", "preview.md": "2" });
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "leaves one report, whole, and nothing else when it is ended by %s",
    async (signal) => {
      await writeFiles(out(), report("1"));
      const many = `new Map(["preview.json", ...Array.from({ length: 2000 }, (_, i) => "manifests/" + i)].map((f) => [f, "2"]))`;
      const write = `require("./report/write").writeFiles(${JSON.stringify(out())}, ${many})`;
      const script = `console.log("began"); (async () => { for (;;) await ${write}; })();`;
      const child = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", script], {
        cwd: path.resolve(__dirname, "../.."),
        stdio: ["ignore", "pipe", "inherit"],
      });
      child.stdout.once("data", () => setTimeout(() => child.kill(signal), 700));
      const ended = await new Promise((resolve) => child.on("close", (_, by) => resolve(by)));
      expect(ended).toBe(signal);
      const left = await readdir(out());
      if (left.includes("preview.md")) expect(left).toEqual(["preview.json", "preview.md"]);
      else expect(left).toEqual(["manifests", "preview.json"]);
      const texts = Object.values(await read());
      expect([2, 2001]).toContain(texts.length);
      expect(new Set(texts).size).toBe(1);
    },
  );
});

describe("writeWhole", () => {
  it("makes the file and its folder, or replaces it, and leaves nothing beside it", async () => {
    await writeWhole(path.join(out(), "page.md"), "1");
    await writeWhole(path.join(out(), "page.md"), "2");
    expect(await read()).toEqual({ "page.md": "2" });
    expect(await readdir(out())).toEqual(["page.md"]);
  });
});
