/** Application Recovery Controller: zonal autoshift. */
import type {
  ZonalAutoshiftConfigurationArgs,
  ZonalAutoshiftConfigurationState,
} from "@pulumi/aws/arczonalshift";
import { atMostOne, matches, oneOf, when } from "../refusals";
import { resource } from "../resource";
import { region, regional } from "./common";

/** Source: CreatePracticeRunConfiguration in the API reference of ARC zonal shift. */
const WINDOW =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun):[0-2]\d:[0-5]\d-(Mon|Tue|Wed|Thu|Fri|Sat|Sun):[0-2]\d:[0-5]\d$/;

export const arczonalshift = [
  resource<ZonalAutoshiftConfigurationState, ZonalAutoshiftConfigurationArgs>(
    "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration",
    {
      required: { resourceArn: true, zonalAutoshiftStatus: true },
      refuses: (inputs, asked) => [
        matches("resourceArn", inputs.resourceArn, /^arn:/, "an ARN"),
        oneOf("zonalAutoshiftStatus", inputs.zonalAutoshiftStatus, ["ENABLED", "DISABLED"]),
        when((inputs.outcomeAlarms ?? []).length === 0, "outcomeAlarms", "wants an alarm"),
        atMostOne(inputs, ["allowedWindows", "blockedWindows"]),
        ...[...(inputs.allowedWindows ?? []), ...(inputs.blockedWindows ?? [])].map((window) =>
          matches("blockedWindows", window, WINDOW, "of the form Mon:09:00-Mon:17:00"),
        ),
        ...[...(inputs.outcomeAlarms ?? []), ...(inputs.blockingAlarms ?? [])].flatMap(
          ({ alarmIdentifier, type }) => [
            oneOf("outcomeAlarms.type", type, ["CLOUDWATCH"]),
            // Source: "Create a practice run configuration" in the ARC developer guide.
            matches(
              "outcomeAlarms.alarmIdentifier",
              alarmIdentifier,
              new RegExp(`^arn:[^:]+:cloudwatch:${region(asked)}:`),
              `an alarm in ${region(asked)}, where the resource is`,
            ),
          ],
        ),
      ],
      id: (r) => r.inputs.resourceArn,
      computed: { ...regional },
    },
  ),
];
