/** Route 53's health checks. */
import { checksOfType, namesAt, numbersOfInputs, textsOfInputs } from "../../views/checks-of-type";
import { hostIn, wordIn } from "../../views/hosts";
import { picked } from "../../views/picked";
import { at, booleanAt, isUnknown, madeFrom, propertiesOf, textAt } from "../../views/read";

export const awsChecks = checksOfType("aws:route53/healthCheck:HealthCheck", (resource, addresses) => {
  const properties = propertiesOf(resource);
  const ip = at(properties, "ipAddress");
  const vantageNames = namesAt(properties, "regions");
  return {
    resource,
    authority: "aws",
    ...textsOfInputs(properties, { path: "resourcePath" }),
    ...picked("protocol", wordIn(textAt(properties, "type"))),
    ...picked("host", hostIn(textAt(properties, "fqdn"))),
    ...numbersOfInputs(properties, {
      port: "port",
      intervalSeconds: "requestInterval",
      threshold: "failureThreshold",
    }),
    vantages: vantageNames.length,
    vantageNames,
    disabled: booleanAt(properties, "disabled") === true || isUnknown(resource.inputs.disabled),
    inverted:
      booleanAt(properties, "invertHealthcheck") === true || isUnknown(resource.inputs.invertHealthcheck),
    targets: ip === undefined || ip === "" ? [] : addresses.named(resource, "ipAddress", [ip]),
    children: madeFrom(resource, "childHealthchecks").flatMap((urn) => addresses.graph.byUrn.get(urn) ?? []),
  };
});
