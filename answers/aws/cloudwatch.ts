/** CloudWatch: log groups and alarms. */
import type {
  CompositeAlarmArgs,
  CompositeAlarmState,
  LogGroupArgs,
  LogGroupState,
  LogResourcePolicyArgs,
  LogResourcePolicyState,
  MetricAlarmArgs,
  MetricAlarmState,
} from "@pulumi/aws/cloudwatch";
import { atMostOne, exactlyOne, matches, oneOf, when } from "../refusals";
import { resource } from "../resource";
import { arn, regional, tagged } from "./common";

/** Source: PutRetentionPolicy in the CloudWatch Logs API reference; 0 keeps for ever. */
const RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const COMPARISONS = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
];

export const cloudwatch = [
  resource<LogGroupState, LogGroupArgs>("aws:cloudwatch/logGroup:LogGroup", {
    required: {},
    defaults: { retentionInDays: 0, skipDestroy: false },
    autoName: { property: "name", maxLength: 255 },
    refuses: (inputs) => [
      matches("name", inputs.name, /^[\w./#-]{1,512}$/, "1 to 512 letters, digits and -_./#"),
      oneOf("retentionInDays", inputs.retentionInDays, RETENTION_DAYS),
    ],
    id: (r) => r.inputs.name ?? r.name,
    computed: { ...regional, ...tagged, arn: (r) => arn(r, "logs", `log-group:${r.id}`) },
  }),

  resource<LogResourcePolicyState, LogResourcePolicyArgs>(
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    {
      required: { policyDocument: true },
      json: ["policyDocument"],
      refuses: (inputs) => [exactlyOne(inputs, ["policyName", "resourceArn"])],
      id: (r) => r.inputs.policyName ?? r.inputs.resourceArn ?? r.name,
      computed: {
        ...regional,
        policyScope: (r) => (r.inputs.resourceArn ? "RESOURCE" : "ACCOUNT"),
        revisionId: () => "1",
      },
    },
  ),

  resource<MetricAlarmState, MetricAlarmArgs>("aws:cloudwatch/metricAlarm:MetricAlarm", {
    required: {},
    defaults: { actionsEnabled: true, treatMissingData: "missing" },
    autoName: { property: "name", maxLength: 255 },
    refuses: (inputs) => [
      atMostOne(inputs, ["metricName", "metricQueries"]),
      when(
        !inputs.evaluationCriteria && inputs.comparisonOperator === undefined,
        "comparisonOperator",
        "is required and missing",
      ),
      when(
        !inputs.evaluationCriteria && inputs.evaluationPeriods === undefined,
        "evaluationPeriods",
        "is required and missing",
      ),
      atMostOne(inputs, ["threshold", "thresholdMetricId"]),
      atMostOne(inputs, ["statistic", "extendedStatistic"]),
      oneOf("comparisonOperator", inputs.comparisonOperator, COMPARISONS),
      oneOf("treatMissingData", inputs.treatMissingData, ["missing", "ignore", "breaching", "notBreaching"]),
    ],
    id: (r) => r.inputs.name ?? r.name,
    computed: { ...regional, ...tagged, arn: (r) => arn(r, "cloudwatch", `alarm:${r.id}`) },
  }),

  resource<CompositeAlarmState, CompositeAlarmArgs>("aws:cloudwatch/compositeAlarm:CompositeAlarm", {
    required: { alarmName: true, alarmRule: true },
    defaults: { actionsEnabled: true },
    id: (r) => r.inputs.alarmName,
    computed: { ...regional, ...tagged, arn: (r) => arn(r, "cloudwatch", `alarm:${r.id}`) },
  }),
];
