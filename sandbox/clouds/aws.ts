import type { SandboxCloud } from "./cloud";

export const awsSandbox: SandboxCloud = {
  tokenCommand: "aws",
  // The provider asks STS who it is before anything else.
  firstCall: {
    isMade: ({ skipCredentialsValidation }) => String(skipCredentialsValidation) !== "true",
    refused: "validating provider credentials: STS: connection refused",
  },
};
