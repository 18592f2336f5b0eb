/** Alarms, with the topics that they tell. */
import type { CompositeAlarmArgs, MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import type { Combination, Together } from "../combination";
import { UNKNOWN } from "../contract";
import type { Registered } from "../registered";
import type { Plain } from "../resource";

const ALARMS = ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"];

/** Where it stands, if that is said and known. */
function regionOf({ inputs, provider }: Registered): string | undefined {
  const region = inputs.region ?? provider.region;
  return typeof region === "string" && region !== "" && region !== UNKNOWN ? region : undefined;
}

type Actions = "alarmActions" | "okActions" | "insufficientDataActions";
const ACTIONS: readonly Actions[] = ["alarmActions", "okActions", "insufficientDataActions"];

export const alarmCombinations: readonly Combination[] = [
  {
    id: "aws/alarm-topic-region",
    refuses: "an alarm that tells a topic of another region",
    source: {
      title: 'ValidationError "Invalid region … specified", cds-snc/notification-terraform 128',
      url: "https://github.com/cds-snc/notification-terraform/pull/128",
    },
    subjects: ALARMS,
    others: [],
    check(alarm) {
      const region = regionOf(alarm);
      if (region === undefined) return [];
      const inputs = alarm.inputs as Pick<Plain<MetricAlarmArgs & CompositeAlarmArgs>, Actions>;
      return ACTIONS.flatMap((property) =>
        (inputs[property] ?? []).flatMap((action): Together[] => {
          const [, topicRegion] = /^arn:[^:]+:sns:([^:]+):/.exec(action) ?? [];
          if (topicRegion === undefined || topicRegion === region) return [];
          return [
            { property, reason: `the alarm stands in ${region}, the topic in ${topicRegion}`, with: [] },
          ];
        }),
      );
    },
  },
];
