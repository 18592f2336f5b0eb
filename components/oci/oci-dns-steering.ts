/** One routed name as OCI's Traffic Management answers it. Pure. */
import type { CheckTimings } from "../contracts";
import type { RoutedName } from "../routing";

/** A rule of a steering policy; of its keys each type of rule takes some. */
export interface SteeringRule {
  readonly ruleType: "FILTER" | "HEALTH" | "WEIGHTED" | "LIMIT";
  readonly defaultAnswerDatas?: {
    readonly answerCondition: string;
    readonly shouldKeep?: boolean;
    readonly value?: number;
  }[];
  readonly defaultCount?: number;
}

/**
 * The rules that the template LOAD_BALANCE takes, in the only order that it takes: answers that are switched off are
 * left out, then those whose address fails its check, and one of the others is drawn by weight.
 *
 * A drained site keeps its weight: a change of rules replaces the policy, and its checks turn red by themselves.
 */
export function steeringRules({ answers }: RoutedName): SteeringRule[] {
  return [
    {
      ruleType: "FILTER",
      defaultAnswerDatas: [{ answerCondition: "answer.isDisabled != true", shouldKeep: true }],
    },
    { ruleType: "HEALTH" },
    {
      ruleType: "WEIGHTED",
      defaultAnswerDatas: answers.map(({ name, weight }) => ({
        answerCondition: `answer.name == '${name}'`,
        value: weight,
      })),
    },
    { ruleType: "LIMIT", defaultCount: 1 },
  ];
}

/** Seconds that a probe may take: OCI offers 10, 20, 30 and 60, and none may outlast the interval. */
const PROBE_TIMEOUT = 10;

export interface ProbeTimings {
  readonly intervalInSeconds: number;
  readonly timeoutInSeconds: number;
}

/** @throws RangeError when OCI takes no such interval. */
export function probeTimings({ intervalSeconds }: CheckTimings): ProbeTimings {
  if (![10, 30, 60].includes(intervalSeconds)) {
    throw new RangeError(
      `twincloud:dns.checkIntervalSeconds is ${intervalSeconds}: OCI's monitors take 10, 30 or 60`,
    );
  }
  return { intervalInSeconds: intervalSeconds, timeoutInSeconds: PROBE_TIMEOUT };
}

/** A server's name as a record holds it: absolute. */
export const absolute = (server: string): string => `${server.toLowerCase().replace(/\.$/, "")}.`;
