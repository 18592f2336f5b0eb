import { describe, expect, it } from "vitest";
import type { Graph } from "../../../graph/resource";
import { scriptsWork } from "../../../policies/rules/scripts-work";
import { findings } from "../../support/findings";
import { fileEdited, stackGraph } from "../../support/graphs";
import { inCrossGuard } from "../../support/policy-view";

const staging = stackGraph("staging");
const SITE = "oci-us-phoenix-1";

const edited = (file: string, from: string | RegExp, to: string): Graph =>
  fileEdited(staging, SITE, file, from, to);
const about = (graph: Graph): string => findings(scriptsWork, graph).join("\n");

describe("scripts-work", () => {
  it.each(["prod", "staging", "chat", "prod-unknown"] as const)(
    "passes %s, also as CrossGuard shows it",
    (stack) => {
      expect(findings(scriptsWork, stackGraph(stack))).toEqual([]);
      expect(findings(scriptsWork, inCrossGuard(stackGraph(stack)))).toEqual([]);
    },
  );

  it.each([
    ["start.sh", "set -u", "set -u\nexit 0", "ends before it starts HAProxy: exit 0"],
    ["start.sh", "set -u", "set -u\nsleep 3600", "ends before it starts HAProxy: sleep 3600"],
    ["start.sh", "haproxy -W -f", "haproxy -c -f", "ends before it starts HAProxy"],
    [
      "start.sh",
      "/etc/haproxy/haproxy.cfg",
      "/etc/haproxy/edge.cfg",
      "starts with edge.cfg, which isn't beside it",
    ],
    ["mirror.sh", "set -u", "set -u\nexit 0", "ends before it copies: exit 0"],
    ["mirror.sh", "rclone copy", "rclone sync", "runs rclone sync"],
    ["mirror.sh", "--ignore-existing", "--ignore-existing --dry-run", "rclone's --dry-run"],
    ["mirror.sh", "--ignore-existing", "--ignore-existing --min-age 7d", "rclone's --min-age"],
    ["mirror.sh", "--ignore-existing", "--checksum", "writes over objects that are there already"],
    [
      "mirror.sh",
      '"+ /upload/$today/**"',
      '"- /upload/$today/**"',
      "leaves out what is new when it is run with recent",
    ],
    ["rclone.conf", "[own]", "[mine]", "copies by the remote own, which rclone isn't told of"],
    ["rclone.conf", /region = .*/, "region = us-nowhere-1", "looks for own in us-nowhere-1"],
    ["rclone.conf", /endpoint = .*/, "endpoint = https://example.com", "which is no end point of"],
    ["rclone.conf", "type = s3", "type = alias", "of the type alias"],
    ["setup.sh", "set -u", "set -u\nexit 0", "ends before it has made all: exit 0"],
    ["setup.sh", /until_done stream .*\n/, "", "never applies stream."],
    [
      "setup.sh",
      "\nuntil_done stream",
      "\nuntil_done call x stream purge y\nuntil_done stream",
      "stream purge y",
    ],
    ["stores.json", /"bucket": "[^"]*"/, '"bucket": "elsewhere"', "names the store elsewhere"],
    ["stores.json", /"endpoint": "[^"]*"/, '"endpoint": "example.com"', "is asked at example.com"],
    [
      "endpoints.json",
      /"host":"feed[^"]*"/,
      '"host":"www.example.com"',
      "gives apps www.example.com for feed",
    ],
    [
      "endpoints.json",
      /"feed-oci[^"]*"/,
      '"www.example.com"',
      "gives apps www.example.com for feed at oci-us-phoenix-1",
    ],
  ])("reads %s: %s becomes %s", (file, from, to, wanted) => {
    expect(about(edited(file, from, to))).toContain(wanted);
  });

  it("lets a script that only waits a moment do so", () => {
    expect(about(edited("start.sh", "set -u", "set -u\nsleep 2"))).toBe("");
  });
});
