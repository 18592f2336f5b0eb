import { describe, expect, it } from "vitest";
import { programsOf } from "../../../drill/plan/programs";
import { chat } from "../../fixtures/catalogs/chat";
import { video } from "../../fixtures/catalogs/video";

describe("the programs of a drill", () => {
  it("are those of the seven capabilities where a catalog has these", () => {
    expect(programsOf(video)).toMatchObject({
      env: {},
      asks: { upload: "upload", feed: "feed", engagement: "engagement", status: "status" },
      readers: { uploads: "training", engagement: "training" },
      family: "engagement",
    });
  });

  it("are one that stands for any capability elsewhere, which is told what the catalog says that it needs", () => {
    const { env } = programsOf(chat);
    expect(Object.keys(env)).toEqual(["messages", "presence", "search"]);
    expect(env.messages?.TWINCLOUD_PROGRAM).toBe("any");
    expect(JSON.parse(env.messages?.TWINCLOUD_ANY ?? "")).toEqual({
      calls: [],
      needsQueue: true,
      needsStore: true,
      subject: "chat",
      families: ["messages"],
    });
  });

  it("are asked to keep where they write to stores, to tell where they need the queue, else how they are", () => {
    // Presence can do without the queue.
    expect(programsOf(chat).asks).toEqual({ messages: "upload", presence: "status", search: "status" });
  });

  it("are looked after by whoever may hear of each family", () => {
    const { readers, pays, family, lighter } = programsOf(chat);
    expect({ readers, family, lighter }).toEqual({
      readers: { messages: "messages", signals: "presence" },
      family: "messages",
      lighter: undefined,
    });
    expect(pays).toEqual([
      { name: "messages", families: ["messages"] },
      { name: "presence", families: ["signals"] },
      { name: "search", families: ["messages"] },
    ]);
  });
});
