import { drainedAt } from "../../graph/drains";
import { brokenPromises } from "../../graph/haproxy/promises";
import { findingsOf } from "../obstacles";
import type { Rule } from "../rule";

/**
 * HAProxy's configuration read as the program reads it, rule after rule, for each request that the platform depends on:
 * users' requests for every public name, the authorities' checks, what other sites' edges hand on and ask, the queues'
 * links. While all are well, while all places are taken, and while what serves is down.
 */
export const edgeAnswers: Rule = {
  id: "edge-answers",
  title: "The edge does with every request what it is there for",
  level: "mandatory",
  severity: "critical",
  about: ["workloads"],
  why: "One line before the right one refuses, answers or misleads users' requests, or keeps health green while nothing serves, and the file still is a good one for the program that reads it.",
  mend: "Take away or mend the line that is named, or put it behind those that serve.",
  counterparts: [],
  check: (graph, { stack, now }) => {
    const drained = drainedAt(stack?.drain ?? [], now);
    const held = brokenPromises(graph).filter(
      ({ whileWell, site }) => !whileWell || site === undefined || !drained.has(site),
    );
    return findingsOf(
      held,
      "users' requests at the pods of their capability, and checks that tell whether it is served",
    );
  },
};
