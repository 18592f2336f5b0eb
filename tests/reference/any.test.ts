import { describe, expect, it } from "vitest";
import { renamedAnswer, renamedStore } from "../../reference/any/renamed";
import { taskIn } from "../../reference/any/task";
import { readSettings } from "../../reference/frame/settings";
import type { Store } from "../../reference/stores/store";

describe("a program that stands for any capability", () => {
  const env = { TWINCLOUD_SITE: "oci-us-chicago-1", TWINCLOUD_CAPABILITY: "messages" };

  it("is asked for by its own name; a capability that none of the seven serves is refused without", () => {
    expect(readSettings({ ...env, TWINCLOUD_PROGRAM: "any" })).toMatchObject({
      capability: "messages",
      program: "any",
    });
    expect(() => readSettings(env)).toThrow(/TWINCLOUD_CAPABILITY is "messages"; wanted one of upload, /);
  });

  it("is told what it needs, and where it may write by what is deployed", () => {
    const told = { calls: ["presence"], needsQueue: true, needsStore: true, families: [] };
    expect(taskIn({ TWINCLOUD_ANY: JSON.stringify(told), TWINCLOUD_STORE_WRITES: "messages/ old/" })).toEqual(
      {
        ...told,
        prefix: "messages/",
      },
    );
    expect(() => taskIn({})).toThrow(/TWINCLOUD_ANY is not set/);
  });

  it("keeps below its own prefix, and answers with the keys that things have there", async () => {
    const keys: string[] = [];
    const store = {
      spec: { site: "oci-us-chicago-1" },
      put: async (key: string) => {
        keys.push(key);
        return "made";
      },
      has: async () => false,
      get: async () => undefined,
    } as unknown as Store;
    await renamedStore(store, "upload/", "messages/").put(
      "upload/2026/12/01/media/a",
      Buffer.alloc(1),
      "a/b",
    );
    expect(keys).toEqual(["messages/2026/12/01/media/a"]);
    const answer = {
      status: 201,
      body: { id: "a", key: "upload/2026/a", manifestKey: "upload/2026/m", marked: false },
    };
    expect(renamedAnswer(answer, "upload/", "messages/")).toEqual({
      status: 201,
      body: { id: "a", key: "messages/2026/a", manifestKey: "messages/2026/m", marked: false },
    });
  });
});
