/** What a stack file says of AWS. */
import * as z from "zod";
import type { AwsAccount } from "../../components/aws/account";
import { entries, items } from "../drafts";
import { list, map, text } from "../values";
import type { CloudInStack } from "./contract";

export type AwsSettings = AwsAccount;

const digits = text("12 digits, in quotes so that YAML keeps them as text", (value) =>
  /^\d{12}$/.test(value),
);

/** `pulumi config set --path` takes away the quotes, which changes nothing unless the first digit is a zero. */
const accountId = z.preprocess((value) => (Number.isInteger(value) ? String(value) : value), digits);

const principal = text(
  "the ARN of an IAM role or user, such as arn:aws:iam::123456789012:role/platform-admins",
  (value) => /^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]{1,512}$/.test(value),
);

export const aws = {
  shortTitle: "AWS",
  schema: map({
    accountId,
    adminPrincipals: list(principal, "a list of one or more ARNs of IAM roles or users", 1),
    viewerPrincipals: list(principal, "a list of ARNs of IAM roles or users", 0).optional(),
  }),
  patchVersions: { chosenBy: "EKS" },
  check: (own) => {
    const { adminPrincipals, viewerPrincipals } = entries(own);
    const [admins, viewers] = [items(adminPrincipals), items(viewerPrincipals)];
    // EKS takes one entry for a principal.
    return viewers.flatMap((viewer, index) =>
      admins.includes(viewer)
        ? [
            {
              path: ["aws", "viewerPrincipals", index],
              found: "one of adminPrincipals",
              wanted: "somebody who only reads",
            },
          ]
        : [],
    );
  },
  complete: (parsed: AwsSettings): AwsSettings => parsed,
  account: (settings: { readonly aws: AwsSettings }): AwsAccount => settings.aws,
} satisfies CloudInStack;
