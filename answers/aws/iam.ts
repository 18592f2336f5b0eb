/** IAM: roles, policies, OpenID Connect providers. */
import type {
  OpenIdConnectProviderArgs,
  OpenIdConnectProviderState,
  PolicyArgs,
  PolicyState,
  RoleArgs,
  RolePolicyArgs,
  RolePolicyAttachmentArgs,
  RolePolicyAttachmentState,
  RolePolicyState,
  RoleState,
} from "@pulumi/aws/iam";
import { digits, hex, MADE_AT, upper } from "../fake";
import { between, matches } from "../refusals";
import { resource } from "../resource";
import { globalArn, tagged } from "./common";

const NAME = /^[\w+=,.@-]+$/;
const NAME_IS = "letters, digits and +=,.@-_";

export const iam = [
  resource<RoleState, RoleArgs>("aws:iam/role:Role", {
    required: { assumeRolePolicy: true },
    defaults: { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
    autoName: { property: "name", maxLength: 64 },
    json: ["assumeRolePolicy"],
    refuses: (inputs) => [
      matches("name", inputs.name, NAME, NAME_IS),
      matches("name", inputs.name, /^.{1,64}$/, "1 to 64 characters long"),
      between("maxSessionDuration", inputs.maxSessionDuration, 3600, 43_200),
    ],
    id: (r) => r.inputs.name ?? r.name,
    computed: {
      ...tagged,
      arn: (r) => globalArn(r, "iam", `role${r.inputs.path ?? "/"}${r.id}`),
      createDate: () => MADE_AT,
      uniqueId: (r) => `AROA${upper(`role:${r.urn}`, 17)}`,
    },
  }),

  resource<RolePolicyState, RolePolicyArgs>("aws:iam/rolePolicy:RolePolicy", {
    required: { policy: true, role: true },
    autoName: { property: "name", maxLength: 255 },
    json: ["policy"],
    refuses: (inputs) => [
      matches("name", inputs.name, NAME, NAME_IS),
      matches("name", inputs.name, /^.{1,128}$/, "1 to 128 characters long"),
    ],
    id: (r) => `${r.inputs.role}:${r.inputs.name}`,
    computed: {},
  }),

  resource<PolicyState, PolicyArgs>("aws:iam/policy:Policy", {
    required: { policy: true },
    defaults: { path: "/" },
    autoName: { property: "name", maxLength: 255 },
    json: ["policy"],
    refuses: (inputs) => [
      matches("name", inputs.name, NAME, NAME_IS),
      matches("name", inputs.name, /^.{1,128}$/, "1 to 128 characters long"),
    ],
    id: (r) => globalArn(r, "iam", `policy${r.inputs.path ?? "/"}${r.inputs.name}`),
    computed: {
      ...tagged,
      arn: (r) => r.id,
      attachmentCount: () => 0,
      policyId: (r) => `ANPA${upper(`policy:${r.urn}`, 17)}`,
    },
  }),

  resource<RolePolicyAttachmentState, RolePolicyAttachmentArgs>(
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    {
      required: { policyArn: true, role: true },
      refuses: (inputs) => [
        matches(
          "policyArn",
          inputs.policyArn,
          /^arn:[\w-]+:iam::(aws|\d{12}):policy\//,
          "the ARN of a policy",
        ),
      ],
      id: (r) => `${r.inputs.role}-${digits(`attachment:${r.urn}`, 26)}`,
      computed: {},
    },
  ),

  resource<OpenIdConnectProviderState, OpenIdConnectProviderArgs>(
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    {
      required: { clientIdLists: true, url: true },
      refuses: (inputs) => [matches("url", inputs.url, /^https:\/\/.+/, "a URL that begins with https://")],
      id: (r) => globalArn(r, "iam", `oidc-provider/${r.inputs.url.replace(/^https:\/\//, "")}`),
      computed: {
        ...tagged,
        arn: (r) => r.id,
        thumbprintLists: (r) => r.inputs.thumbprintLists ?? [hex(`thumbprint:${r.inputs.url}`, 40)],
        url: (r) => r.inputs.url.replace(/^https:\/\//, ""), // the API answers without the scheme
      },
    },
  ),
];
