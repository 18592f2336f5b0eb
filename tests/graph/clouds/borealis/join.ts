/**
 * Puts Borealis into the tables of the clouds, in the process of the test that imports this and no other. The tables
 * are records to read, so this is the one place that writes to them.
 */

import { readers } from "../../../../graph/clouds";
import type { ProviderName } from "../../../../graph/clouds/contract";
import { facts, providerNames } from "../../../../graph/clouds/facts";
import { borealis, borealisFacts } from "./facts";
import { borealisReader } from "./reader";

Object.assign(facts, { [borealis]: borealisFacts });
Object.assign(readers, { [borealis]: borealisReader });
(providerNames as ProviderName[]).push(borealis);
