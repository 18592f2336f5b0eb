/** Route 53's health checks. */
import { checksOfType, namesAt, numbersOfInputs, textsOfInputs } from "../../views/checks-of-type";
import { at, isUnknown, madeFrom, propertiesOf } from "../../views/read";

export const awsChecks = checksOfType("aws:route53/healthCheck:HealthCheck", (resource, addresses) => {
  const properties = propertiesOf(resource);
  const ip = at(properties, "ipAddress");
  const vantageNames = namesAt(properties, "regions");
  return {
    resource,
    authority: "aws",
    ...textsOfInputs(properties, { protocol: "type", path: "resourcePath", host: "fqdn" }),
    ...numbersOfInputs(properties, {
      port: "port",
      intervalSeconds: "requestInterval",
      threshold: "failureThreshold",
    }),
    vantages: vantageNames.length,
    vantageNames,
    disabled: at(properties, "disabled") === true || isUnknown(resource.inputs.disabled),
    inverted: at(properties, "invertHealthcheck") === true || isUnknown(resource.inputs.invertHealthcheck),
    targets: ip === undefined || ip === "" ? [] : addresses.named(resource, "ipAddress", [ip]),
    children: madeFrom(resource, "childHealthchecks").flatMap((urn) => addresses.graph.byUrn.get(urn) ?? []),
  };
});
