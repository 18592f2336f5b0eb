/** Asks each cloud, all at once. */
import type { ProviderName } from "../../graph/clouds/contract";
import { askAws } from "./ask-aws";
import { askOci } from "./ask-oci";
import type { Ask, Asked, Run, Subject } from "./asked";

const table: Readonly<Record<ProviderName, Ask>> = { aws: askAws, oci: askOci };

export const askClouds = (subject: Subject, run: Run): Promise<Asked[]> =>
  Promise.all(Object.values(table).map((ask) => ask(subject, run)));
