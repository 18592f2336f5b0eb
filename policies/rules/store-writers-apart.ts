import type { GraphResource } from "../../graph/resource";
import { sharedWriters, storeWritersOf } from "../../graph/views/store-writers";
import type { Finding, Rule } from "../rule";

export const storeWritersApart: Rule = {
  id: "store-writers-apart",
  title:
    "Who writes to a store that others write to as well has prefixes of its own there, and overwrites nothing",
  level: "advisory",
  severity: "high",
  about: ["stores"],
  why: "A workload in wrong hands, or one with a mistake in it, otherwise puts objects where others look for theirs, or writes over what they wrote, in every copy at once.",
  mend: "Name prefixes where objects are put: the resource `bucket/<prefix>*` in IAM's policies, `target.object.name = '<prefix>*'` in OCI's statements; refuse overwriting, on S3 by a bucket policy that denies `s3:PutObject` without `s3:if-none-match`, in OCI by OBJECT_CREATE alone.",
  counterparts: [],
  check: (graph) => [
    ...[...sharedWriters(graph)].flatMap(([store, writers]) => {
      const others = new Set(writers.map(({ who }) => who)).size - 1;
      const bucket = store.bucket ?? "a bucket";
      const asWell = `${bucket}, to which ${others} ${others === 1 ? "other writes" : "others write"}`;
      return [...new Set(writers.map(({ resource }) => resource))].flatMap((resource) =>
        findings(
          resource,
          writers.filter((one) => one.resource === resource),
          asWell,
        ),
      );
    }),
    ...storeWritersOf(graph).unread.map(({ urn }) => ({
      urn,
      found: "says who may do what in a way that can't be told yet",
      wanted: "prefixes for everybody who writes to a store that others write to",
      unsure: true,
    })),
  ],
};

function findings(
  { urn }: GraphResource,
  said: readonly { readonly below: readonly string[]; readonly overwrites: boolean }[],
  asWell: string,
): Finding[] {
  return [
    ...(said.some(({ below }) => below.includes(""))
      ? [{ urn, found: `lets objects of any name be put into ${asWell}`, wanted: "prefixes of its own" }]
      : []),
    ...(said.some(({ overwrites }) => overwrites)
      ? [{ urn, found: `lets objects be overwritten in ${asWell}`, wanted: "new objects only" }]
      : []),
  ];
}
