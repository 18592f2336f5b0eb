/** The lanes with real programs are run by themselves; what they do with a part that doesn't start is tested here. */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Lane, NotReady } from "../../drill/frame/lane";

describe("a part of a lane", () => {
  let lane: Lane;
  beforeEach(() => {
    lane = new Lane("self-test");
  });
  afterEach(() => lane.end());
  const part = (script: string) => lane.start("part", "/bin/sh", ["-c", script]);

  it("that ends stops the lane at once, with its own last words", async () => {
    const child = part("echo first; echo 'cannot bind socket' >&2; exit 3");
    const failure = await lane.ready(child, 60, () => false, 20).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NotReady);
    expect(String(failure)).toMatch(/part ended with 3; its last words:\n\s+first\n\s+cannot bind socket$/);
  });

  it("that never gets ready stops the lane when its time is over", async () => {
    const child = part("echo waiting for the store; sleep 60");
    await expect(lane.ready(child, 0.3, () => false, 20)).rejects.toThrow(
      /part isn't ready after 0.3 s; its last words:\n\s+waiting for the store$/,
    );
  });

  it("that there is no program for stops the lane", async () => {
    const child = lane.start("part", "/no/such/program", []);
    await expect(lane.ready(child, 60, () => false, 20)).rejects.toThrow("part couldn't be started");
  });

  it("that is ready is waited for no longer", async () => {
    const child = part("sleep 60");
    expect(await lane.ready(child, 60, () => true)).toBeLessThan(1);
  });

  it("has a folder for sockets whose path is short wherever the checkout is, until the lane ends", async () => {
    const folder = lane.socketFolder();
    expect(statSync(folder).isDirectory()).toBe(true);
    // HAProxy leaves 97 bytes to a socket's path.
    expect(path.join(folder, "admin.sock").length).toBeLessThan(97);
    await lane.end();
    expect(existsSync(folder)).toBe(false);
  });
});
