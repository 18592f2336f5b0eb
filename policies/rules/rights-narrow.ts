import { allReaders } from "../../graph/clouds";
import type { Rule } from "../rule";

/** Nobody of the platform may do everything, take away what must stay, or be whom they like. */
export const rightsNarrow: Rule = {
  id: "rights-narrow",
  title: "Nobody may do what no part needs",
  level: "mandatory",
  severity: "high",
  about: ["stores"],
  why: "Nothing of the platform deletes objects, changes what guards them or hands out rights: whoever may is what a pod in wrong hands reaches for.",
  mend: "Name the actions and the one who needs them; leave what deletes, overwrites or changes policies to people.",
  counterparts: [
    "Checkov: CKV_AWS_62, CKV_AWS_63, CKV_AWS_355",
    "AWS Config: iam-policy-no-statements-with-admin-access",
  ],
  check: (graph) =>
    allReaders().flatMap(({ rights }) =>
      [...rights.excessive(graph)].map(({ at, found, wanted, mild }) => ({
        urn: at.urn,
        found,
        wanted,
        ...(mild ? { level: "advisory" as const } : {}),
      })),
    ),
};
