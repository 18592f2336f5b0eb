import { allReaders } from "../../graph/clouds";
import type { Rule } from "../rule";

export const backupsKept: Rule = {
  id: "backups-kept",
  title: "Databases keep backups",
  level: "mandatory",
  severity: "high",
  about: ["services"],
  why: "A standby repeats every mistake at once; only a backup brings back what was deleted or overwritten.",
  mend: "Let the service keep its backups for a week or longer.",
  counterparts: ["AWS Config: db-instance-backup-enabled", "Checkov: CKV_AWS_133"],
  check: (graph) =>
    allReaders().flatMap(({ services }) =>
      [...services.unkept(graph)].map(({ resource, found, wanted, unsure }) => ({
        urn: resource.urn,
        found,
        wanted,
        ...(unsure ? { unsure } : {}),
      })),
    ),
};
