import { inTheWay } from "../../graph/starts/starts";
import { findingsOf } from "../obstacles";
import type { Rule } from "../rule";

/** The small print of the platform's own workloads and of the objects around them. */
export const podStarts: Rule = {
  id: "pod-starts",
  title: "Pods can be placed, made, begun and kept",
  level: "mandatory",
  severity: "high",
  about: ["workloads"],
  why: "What keeps new pods from starting is noticed on the day that they are needed: those that run go on running.",
  mend: "Take away what is named, or make what it needs in the same program.",
  counterparts: [],
  check: (graph) => findingsOf(inTheWay(graph), "pods that start wherever there is room, and go on"),
};
