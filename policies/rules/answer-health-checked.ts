import type { AuthorityTraits } from "../../graph/clouds/authority";
import { facts } from "../../graph/clouds/facts";
import { isRegional } from "../../graph/placement";
import type { Graph, GraphResource } from "../../graph/resource";
import type { CheckView } from "../../graph/views/checks";
import type { AnswerView, AuthorityView } from "../../graph/views/names";
import { at, propertiesOf } from "../../graph/views/read";
import { isEntrance } from "../../graph/views/serving";
import { answerText, publicNames } from "../answers/public-names";
import { unique } from "../pack/unique";
import type { Finding, Rule } from "../rule";

export const answerHealthChecked: Rule = {
  id: "answer-health-checked",
  title: "Every answer can be taken out by a health check of its own address",
  level: "mandatory",
  severity: "critical",
  about: ["names"],
  why: "Both providers take an answer without a check for well, so that users are sent to a dead site for as long as it is dead.",
  mend: "Give every record a health check of its address, and every steering policy a HEALTH rule and a monitor whose targets are exactly its answers.",
  counterparts: [],
  check: (graph, { foreign }) =>
    unique(
      publicNames(graph).flatMap(({ host, authorities }) =>
        authorities
          .filter((authority) => !foreign || hasChoice(graph, authority))
          .flatMap((authority) => {
            switch (authority.answering) {
              case "steering":
                return steered(host, authority);
              case "plain":
                return traitsOf(authority).answers.recordsTakeChecks
                  ? records(host, authority)
                  : unsteered(host, authority);
              default:
                return records(host, authority);
            }
          }),
      ),
    ),
};

/** Where there is one answer, or answers that lead to what stands in no region, a check has nothing to choose. */
function hasChoice(graph: Graph, { answers }: AuthorityView): boolean {
  const on = answers.filter(({ disabled }) => !disabled);
  return on.length > 1 && on.some(({ resource }) => !leadsNowhere(graph, resource));
}

/** Whether a record is made of an entrance of its own program's that stands in no region, as a content network's. */
function leadsNowhere(graph: Graph, record: GraphResource): boolean {
  const made = Object.values(record.propertyDependencies).flat();
  return made.some((urn) => {
    const resource = graph.byUrn.get(urn);
    return resource !== undefined && isEntrance(resource) && !isRegional(resource);
  });
}

const traitsOf = ({ provider }: AuthorityView): AuthorityTraits => facts[provider].authority;

function records(host: string, authority: AuthorityView): Finding[] {
  const { input } = traitsOf(authority).checks;
  return authority.answers.flatMap((answer) => {
    const { resource, check, evaluatesTarget } = answer;
    if (evaluatesTarget && !check) return [];
    if (!check) {
      const named = at(propertiesOf(resource), input) !== undefined;
      const how = named ? "by a health check that isn't in the program" : "without a health check";
      return [
        { urn: resource.urn, found: `answers ${host} with ${answerText(answer)} ${how}`, wanted: ownCheck },
      ];
    }
    return [...switchedOff(check), ...aimedElsewhere(host, answer, check)];
  });
}
const ownCheck = "a health check of that address";

function aimedElsewhere(host: string, answer: AnswerView, check: CheckView): Finding[] {
  const asks = check.targets.map(
    ({ ip, resource }) => ip ?? resource?.name ?? "an address that can't be told",
  );
  const found = `answers ${host} with ${answerText(answer)} by a health check of`;
  const at = (what: string): Finding[] => [
    { urn: answer.resource.urn, found: `${found} ${what}`, wanted: ownCheck },
  ];
  // Checks of other checks, of an alarm or of an origin by a name of its own ask no address.
  if (check.targets.length === 0)
    return check.host === host ? at(`${host}, whichever address that gives`) : [];
  return answer.target === undefined && answer.checkedExactly !== true ? at(asks.join(", ")) : [];
}

function switchedOff({ resource, disabled, inverted }: CheckView): Finding[] {
  const found = (text: string): Finding => ({ urn: resource.urn, found: text, wanted: "a check that is on" });
  return [
    ...(disabled ? [found("is disabled, and so always well")] : []),
    ...(inverted ? [found("is inverted, and well when what it asks is down")] : []),
  ];
}

function steered(host: string, authority: AuthorityView): Finding[] {
  const { policy, monitor, answers, resources, ruleTypes } = authority;
  const { answers: answering, checks } = traitsOf(authority);
  if (!policy) {
    const urn = resources[0]?.urn ?? "";
    return [{ urn, found: `steers ${host} by a policy that isn't in the program`, wanted: "its policy" }];
  }
  const finding = (found: string, wanted: string, unsure = false): Finding => ({
    urn: policy.urn,
    found,
    wanted,
    unsure,
  });
  const off = answers
    .filter(({ disabled }) => disabled)
    .map((answer) =>
      finding(`never answers ${host} with ${answer.name}, which is switched off`, "every answer on"),
    );
  const { steering } = answering;
  if (steering)
    off.push(
      ...ruleFaults(ruleTypes, steering).map((found) => finding(`${found} for ${host}`, steering.wanted)),
    );
  if (!monitor) return [...off, finding(noMonitor(policy, host, checks.input), "a monitor of every answer")];
  const asked = answers.filter(({ check }) => check !== undefined);
  const untargeted = asked
    .filter(({ checkedExactly, target }) => target === undefined && checkedExactly !== true)
    .map((answer) =>
      finding(
        answer.checkedExactly === false
          ? `answers ${host} with ${answerText(answer)}, which is no target of ${monitor.resource.name} and so assumed well`
          : `answers ${host} with ${answer.name}, of which can't be told whether ${monitor.resource.name} asks it`,
        "answers that are exactly targets of their monitor",
        answer.checkedExactly !== false,
      ),
    );
  return [...off, ...untargeted, ...switchedOff(monitor)];
}

/** Each rule works on what the one before it left: a check after the choice has nothing to choose from. */
function ruleFaults(types: readonly string[] = [], { order, required }: Steering): string[] {
  const missing = required.filter((type) => !types.includes(type));
  const places = types.map((type) => order.findIndex((group) => group.includes(type)));
  const ordered = places.every((place, i) => i === 0 || place >= (places[i - 1] ?? 0));
  return [
    ...missing.map((type) => `has no ${type} rule`),
    ...(ordered ? [] : [`runs its rules in the order ${types.join(", ")}`]),
  ];
}
type Steering = NonNullable<AuthorityTraits["answers"]["steering"]>;

const noMonitor = (policy: GraphResource, host: string, input: string): string =>
  at(propertiesOf(policy), input) === undefined
    ? `answers ${host} without a monitor`
    : `answers ${host} by a monitor that isn't in the program`;

function unsteered(host: string, { answers, resources }: AuthorityView): Finding[] {
  const urn = resources[0]?.urn ?? "";
  const found = `answers ${host} with ${answers.map(answerText).join(", ")}, whether well or not`;
  return [{ urn, found, wanted: "a steering policy with a monitor, attached above the records" }];
}
