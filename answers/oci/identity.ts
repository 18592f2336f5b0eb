/** Identity: policies, dynamic groups, and the keys of users. */
import type {
  AuthTokenArgs,
  AuthTokenState,
  CustomerSecretKeyArgs,
  CustomerSecretKeyState,
  DynamicGroupArgs,
  DynamicGroupState,
  PolicyArgs,
  PolicyState,
} from "@pulumi/oci/identity";
import { base64, hex } from "../fake";
import { matches, when } from "../refusals";
import { resource } from "../resource";
import { active, globalOcid } from "./common";

/** Source: the Policy reference of the OCI API. */
const NAME = /^[\w.-]{1,100}$/;
const NAME_IS = "1 to 100 letters, digits and .-_";
const STATEMENT = /^\s*(allow|deny|define|endorse|admit)\s/i;

const always = { inactiveState: () => undefined };

export const identity = [
  resource<PolicyState, PolicyArgs>("oci:Identity/policy:Policy", {
    required: { compartmentId: true, description: true, statements: true },
    autoName: { property: "name", maxLength: 255 },
    refuses: (inputs) => [
      matches("name", inputs.name, NAME, NAME_IS),
      when(inputs.statements.length === 0, "statements", "none is given"),
      ...inputs.statements.map((statement, i) =>
        matches(
          `statements[${i}]`,
          statement,
          STATEMENT,
          "a statement: it begins with Allow, Define, Endorse or Admit",
        ),
      ),
    ],
    id: (r) => globalOcid("policy", r.urn),
    computed: {
      ...active,
      ...always,
      ETag: (r) => hex(`etag:${r.urn}`, 40),
      lastUpdateETag: (r) => hex(`etag:${r.urn}`, 40),
      policyHash: (r) => hex(`policy:${r.inputs.statements.join("\n")}`, 32),
    },
  }),

  resource<DynamicGroupState, DynamicGroupArgs>("oci:Identity/dynamicGroup:DynamicGroup", {
    required: { compartmentId: true, description: true, matchingRule: true },
    autoName: { property: "name", maxLength: 255 },
    refuses: (inputs) => [matches("name", inputs.name, NAME, NAME_IS)],
    id: (r) => globalOcid("dynamicgroup", r.urn),
    computed: { ...active, ...always },
  }),

  resource<AuthTokenState, AuthTokenArgs>("oci:Identity/authToken:AuthToken", {
    required: { description: true, userId: true },
    id: (r) => globalOcid("credential", r.urn),
    computed: {
      ...active,
      ...always,
      timeExpires: () => undefined,
      token: (r) => base64(`token:${r.urn}`, 15),
    },
    secrets: ["token"],
  }),

  resource<CustomerSecretKeyState, CustomerSecretKeyArgs>(
    "oci:Identity/customerSecretKey:CustomerSecretKey",
    {
      required: { displayName: true, userId: true },
      id: (r) => hex(`access-key:${r.urn}`, 40), // the S3 access key
      computed: {
        ...active,
        ...always,
        key: (r) => base64(`secret-key:${r.urn}`, 32),
        timeExpires: () => undefined,
      },
      secrets: ["key"],
    },
  ),
];
