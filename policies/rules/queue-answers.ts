import { brokenQueues } from "../../graph/nats/promises";
import { findingsOf } from "../obstacles";
import type { Rule } from "../rule";

/**
 * NATS' configuration read as its servers read it, for each event that the platform depends on: from its publisher
 * through users' permissions, imports and exports to its stream, to its consumers, and to its mirrors over leaf links.
 * Streams are told by what their definitions say of their publishers; consumers by their definitions' names.
 */
export const queueAnswers: Rule = {
  id: "queue-answers",
  title: "The queue takes every event, keeps it, and gives it to who consumes it",
  level: "mandatory",
  severity: "critical",
  about: ["workloads"],
  why: "One permission that is denied, one bound that is too narrow, or a consumer that begins with the newest event loses events, and servers, streams and health checks look well.",
  mend: "Take away what is named, or give the publisher, the consumer or the link the right that is missing.",
  counterparts: [],
  check: (graph) =>
    findingsOf(brokenQueues(graph), "every event at its stream, its consumers and its mirrors"),
};
