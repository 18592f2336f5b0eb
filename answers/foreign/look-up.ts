/** What a look-up of other people's programs is answered with. */
import { type InvokeRequest, UNKNOWN, type Values } from "../contract";

export type LookUp = (args: Values, request: InvokeRequest) => Values;

export type LookUps = ReadonlyMap<string, LookUp>;

/** The region that is asked about, as far as anybody says. */
export function regionAsked({ args, provider }: InvokeRequest): string | undefined {
  return [args.region, provider.region].find(
    (one): one is string => typeof one === "string" && one !== "" && !one.includes(UNKNOWN),
  );
}
