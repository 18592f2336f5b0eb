import { describe, expect, it } from "vitest";
import type { OciAccount } from "../../../components/oci/account";
import { PullCredentials } from "../../../components/oci/pull-credentials";
import { StoreKey } from "../../../components/oci/store-key";
import { ofType, record } from "../recorder";
import { account, context, repositories } from "./fixture";

const TOKEN = "oci:Identity/authToken:AuthToken";
const KEY = "oci:Identity/customerSecretKey:CustomerSecretKey";
const pullUser = { id: "ocid1.user.oc1..puller", name: "puller" };

const made = (of: Partial<OciAccount>) =>
  record(() => {
    new PullCredentials(context, { ...account, ...of }, repositories, () => true, {});
    new StoreKey(context, { ...account, ...of }, () => true, {});
  });

describe("the credentials of OCI's service users", () => {
  it("that pull images are of a user who owns no key of the stores", async () => {
    const built = await made({ pullUser });
    expect(ofType(built, TOKEN).map(({ inputs }) => inputs.userId)).toEqual([pullUser.id]);
    expect(ofType(built, KEY).map(({ inputs }) => inputs.userId)).toEqual([account.serviceUser.id]);
  });

  it("that pull images may read the site's repositories, and no bucket", async () => {
    const built = await made({ pullUser });
    const [policy] = ofType(built, "oci:Identity/policy:Policy");
    expect(policy?.inputs.statements).toHaveLength(1);
    expect(policy?.inputs.statements[0]).toContain(pullUser.id);
    expect(policy?.inputs.statements[0]).toMatch(/ repos /);
    expect(policy?.inputs.statements[0]).not.toMatch(/object|bucket/);
  });

  it("stay with the one user, and keep their names, in a stack that has no other", async () => {
    const built = await made({});
    expect(ofType(built, TOKEN).map(({ name, inputs }) => [name, inputs.userId])).toEqual([
      ["oci-pull", account.serviceUser.id],
    ]);
    expect(ofType(built, KEY).map(({ name }) => name)).toEqual(["oci-store"]);
  });

  it("stand two side by side while one is changed for the other", async () => {
    const built = await made({ storeKeys: [1, 2], pullTokens: [1, 2] });
    expect(ofType(built, KEY).map(({ name }) => name)).toEqual(["oci-store", "oci-store-2"]);
    expect(ofType(built, TOKEN).map(({ name }) => name)).toEqual(["oci-pull", "oci-pull-2"]);
  });
});
