import type { Graph, GraphResource } from "../../graph/resource";
import { isLasting, isOfKeys, passesOn } from "../../graph/views/data";
import { lossOf } from "../../graph/views/losses";
import { namesOf } from "../../graph/views/names";
import { booleanAt, propertiesOf } from "../../graph/views/read";
import { isRemade } from "../answers/remade";
import { stackUrn } from "../pack/stack-urn";
import type { Finding, Rule } from "../rule";

/** Whether what is lost with a resource of this program can't be made again. */
const isKept = (graph: Graph, resource: GraphResource): boolean =>
  isLasting(resource) && !resource.external && !(isOfKeys(resource) && opensNothingKept(graph, resource));

/** A key of messages that are gone when they are delivered. One that nothing here uses is used elsewhere. */
function opensNothingKept(graph: Graph, key: GraphResource): boolean {
  const users = (graph.dependents.get(key.urn) ?? []).filter((user) => user.custom && !isOfKeys(user));
  return users.length > 0 && users.every(passesOn);
}

/**
 * Addresses that somebody else has once they are given back. Of a program that doesn't say what it is for, those alone
 * that names are answered with: of the others, nothing shows that anybody knows them.
 */
function keptAddresses(graph: Graph, isOurs: boolean): GraphResource[] {
  const kept = graph.resources.filter(
    (resource) => lossOf(resource) === "address" && resource.custom && !resource.external,
  );
  if (isOurs) return kept;
  const answered = new Set(
    namesOf(graph).flatMap(({ authorities }) =>
      authorities.flatMap(({ answers }) => answers.map(({ address }) => address.resource)),
    ),
  );
  return kept.filter((resource) => answered.has(resource));
}

export const protectData: Rule = {
  id: "protect-data",
  title: "What can't be made again is protected from deletion",
  level: "mandatory",
  severity: "high",
  about: ["cloud"],
  why: "A destroy in the wrong terminal, or a rename that reads as delete and create, takes the data along with the resource; and a public address that is given back belongs to somebody else, while names, certificates and firewalls still say it is yours.",
  mend: "Set protect: true on the resource (twincloud:protect: true for this platform), and leave forceDestroy off.",
  mendElsewhere: "Set protect: true on the resource, and leave forceDestroy off.",
  counterparts: [
    "AWS Config: rds-instance-deletion-protection-enabled",
    "AWS Config: dynamodb-table-deletion-protection-enabled",
    "Checkov: CKV_AWS_293",
  ],
  check(graph, { stack, foreign }) {
    const open = ({ protect }: GraphResource): boolean => !protect;
    const bare = graph.resources.filter(
      (resource) =>
        isKept(graph, resource) &&
        open(resource) &&
        // Whoever has it emptied when it goes doesn't want it protected: one finding says so.
        !(foreign && (isRemade(graph, resource) || isEmptied(resource))),
    );
    const addresses = keptAddresses(graph, stack !== undefined).filter(open);
    // A stack that says of itself that it may go, such as one for rehearsals.
    return stack?.protect === false
      ? [...throwaway(graph, [...bare, ...addresses])]
      : [...bare.map(unprotected), ...addresses.map(givenBack), ...emptied(graph)];
  },
};

function throwaway(graph: Graph, bare: readonly GraphResource[]): Finding[] {
  return bare.length === 0
    ? []
    : [
        {
          urn: stackUrn(graph),
          found: `holds what can't be made again in ${bare.length} resources without protection, as its settings choose`,
          wanted: "protect on in a stack whose data and addresses matter",
          level: "advisory",
        },
      ];
}

const unprotected = ({ urn }: GraphResource): Finding => ({
  urn,
  found: "holds what can't be made again, without protect",
  wanted: "protect: true",
});

const givenBack = ({ urn }: GraphResource): Finding => ({
  urn,
  found: "is an address that belongs to somebody else once it is given back, without protect",
  wanted: "protect: true",
});

const isEmptied = (resource: GraphResource): boolean =>
  booleanAt(propertiesOf(resource), "forceDestroy") === true;

/** The provider empties such a bucket before it deletes it. */
function emptied(graph: Graph): Finding[] {
  return graph.resources
    .filter((resource) => isKept(graph, resource) && isEmptied(resource))
    .map(({ urn }) => ({
      urn,
      found: "is emptied when it is deleted (forceDestroy)",
      wanted: "forceDestroy off",
    }));
}
