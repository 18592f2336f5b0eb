import { existsSync, readlinkSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { isInside, unshareArgs } from "../../../drill/world/net/enter";

const NETWORK = "/proc/self/ns/net";
const LEFT = "TWINCLOUD_DRILL_LEFT_NETWORK";

describe("the way into a drill's own namespaces", () => {
  afterEach(() => {
    delete process.env[LEFT];
  });

  it("makes namespaces of processes, mounts and networks that end with who made them", () => {
    const args = unshareArgs(true).join(" ");
    expect(args).toContain("--pdeathsig KILL unshare");
    expect(args).toContain("--pid --mount --net --fork --kill-child --mount-proc");
    expect(args).not.toContain("--user");
  });

  it("makes one of users first for another user than root", () => {
    expect(unshareArgs(false).join(" ")).toContain("unshare --user --map-root-user --pid");
  });

  it.runIf(existsSync(NETWORK))(
    "is behind a process only where the network is another than the one that was left",
    () => {
      expect(isInside()).toBe(false);
      process.env[LEFT] = readlinkSync(NETWORK);
      expect(isInside()).toBe(false);
      process.env[LEFT] = "net:[1]";
      expect(isInside()).toBe(true);
    },
  );
});
