/**
 * Puts Borealis into the tables of the clouds for one file of tests, and takes it out after them: other files run in
 * the same process. The tables are records to read, so this is the one place that writes to them.
 */
import { afterAll } from "vitest";
import { readers } from "../../../../graph/clouds";
import type { ProviderName } from "../../../../graph/clouds/contract";
import { facts, providerNames } from "../../../../graph/clouds/facts";
import { borealis, borealisFacts } from "./facts";
import { borealisReader } from "./reader";

/** To be called before anything is asked of a graph. */
export function withBorealis(): void {
  Object.assign(facts, { [borealis]: borealisFacts });
  Object.assign(readers, { [borealis]: borealisReader });
  (providerNames as ProviderName[]).push(borealis);
  afterAll(() => {
    Reflect.deleteProperty(facts, borealis);
    Reflect.deleteProperty(readers, borealis);
    (providerNames as ProviderName[]).splice(providerNames.indexOf(borealis), 1);
  });
}
