/** OCI's HTTP monitors. */
import { checksOfType, namesAt, numbersOfInputs, textsOfInputs } from "../../views/checks-of-type";
import { at, isUnknown, listAt, propertiesOf, textsAt } from "../../views/read";

export const ociChecks = checksOfType("oci:HealthChecks/httpMonitor:HttpMonitor", (resource, addresses) => {
  const properties = propertiesOf(resource);
  const host = Object.entries(textsAt(properties, "headers")).find(([name]) => name.toLowerCase() === "host");
  const targets = at(properties, "targets");
  const vantageNames = namesAt(properties, "vantagePointNames");
  return {
    resource,
    authority: "oci",
    ...textsOfInputs(properties, { protocol: "protocol", path: "path" }),
    ...(host ? { host: host[1] } : {}),
    ...numbersOfInputs(properties, {
      port: "port",
      intervalSeconds: "intervalInSeconds",
      timeoutSeconds: "timeoutInSeconds",
    }),
    vantages: vantageNames.length,
    vantageNames,
    // Unknown among the outputs alone, nobody has set it, and it will be on.
    disabled: at(properties, "isEnabled") === false || isUnknown(resource.inputs.isEnabled),
    inverted: false,
    targets: addresses.named(resource, "targets", isUnknown(targets) ? undefined : listAt(targets)),
    children: [],
  };
});
