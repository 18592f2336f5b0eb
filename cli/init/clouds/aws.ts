/** Of AWS. */
import type { ExampleSettings } from "./contract";

export const aws: ExampleSettings = {
  own: () => [
    'accountId: "123456789012"',
    "adminPrincipals: [arn:aws:iam::123456789012:role/platform-admins] # who reaches the clusters; the deployer too",
  ],
  yours: "accountId, adminPrincipals",
};
