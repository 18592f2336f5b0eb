import { forwardingEdges } from "../../graph/views/forwarding";
import type { Rule } from "../rule";

export const forwardedOnce: Rule = {
  id: "forwarded-once",
  title: "A request that another site's edge handed on is served or refused, and handed on no further",
  level: "mandatory",
  severity: "critical",
  about: ["workloads"],
  why: "Two sick sites would otherwise send each request round between them until both are full, and an edge that takes anybody's requests by that port serves strangers past its limits.",
  mend: "Let no rule of the frontend that other sites' edges come by lead to a backend with their addresses, and take there only certificates that are listed, from networks that are listed.",
  counterparts: [],
  check: (graph) =>
    forwardingEdges(graph).flatMap(({ workload: { resource }, takes }) => {
      if (takes === undefined) return [];
      const { urn } = resource;
      return [
        ...takes.leadsOn.map((backend) => ({
          urn,
          found: `hands on what was handed to it, by the backend ${backend}`,
          wanted: "a request that is handed on once",
        })),
        ...(takes.subjects.length > 0
          ? []
          : [
              {
                urn,
                found: "takes requests by any certificate of the authority",
                wanted: "a list of the peers' subjects",
              },
            ]),
        ...(takes.sources === undefined
          ? [{ urn, found: "takes other sites' requests from every address", wanted: "a list of networks" }]
          : []),
      ];
    }),
};
