import { wrongTexts } from "../../graph/scripts/scripts";
import { findingsOf } from "../obstacles";
import type { Rule } from "../rule";

/**
 * The scripts that the platform's edges, copies and queue jobs run, rclone's remotes, and the lists of stores and end
 * points that workloads and apps are told: read line by line, and held to what else the graph has.
 */
export const scriptsWork: Rule = {
  id: "scripts-work",
  title: "Scripts come to what they are for, and lists name what there is",
  level: "mandatory",
  severity: "high",
  about: ["workloads"],
  why: "A script that ends early ends well, and a copy that leaves objects out reports success: nothing is red until the other store is lost.",
  mend: "Take away the line or the option that is named, or name what this program makes.",
  counterparts: [],
  check: (graph) => findingsOf(wrongTexts(graph), "scripts that do their work, with names of what there is"),
};
