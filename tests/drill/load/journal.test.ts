import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngagementEntry, Journal, readJournal } from "../../../drill/load/journal";

const entry = (id: string): EngagementEntry => ({
  what: "engagement",
  id,
  at: 1,
  video: "v",
  user: "u1",
  kind: "like",
});

describe("a journal", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-journal-"));
    file = path.join(folder, "journal.ndjson");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("has an entry in its file when it says so", async () => {
    const journal = await Journal.open(file);
    await journal.write(entry("a"));
    expect(readFileSync(file, "utf8")).toContain('"id":"a"');
    await journal.close();
  });

  it("has all entries in their order when it is closed, those that waited too", async () => {
    const journal = await Journal.open(file);
    const ids = Array.from({ length: 50 }, (_, number) => `${number}`);
    const written = ids.map((id) => journal.write(entry(id)));
    await journal.close();
    await Promise.all(written);
    expect(readJournal(file).map(({ id }) => id)).toEqual(ids);
  });

  it("forgets a last line that was never written to its end", () => {
    writeFileSync(file, `${JSON.stringify(entry("a"))}\n{"what":"upl`);
    expect(readJournal(file).map(({ id }) => id)).toEqual(["a"]);
  });

  it("that has a broken line names it", () => {
    writeFileSync(file, `${JSON.stringify(entry("a"))}\nrubbish\n`);
    expect(() => readJournal(file)).toThrow(/journal\.ndjson:2: no entry of a journal/);
  });
});
