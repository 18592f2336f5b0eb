import path from "node:path";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { afterEach, describe, expect, it } from "vitest";
import { configure, endPacks, found, infoOf, servePack } from "../../support/served-pack";

const policies = path.resolve(__dirname, "../../../policies");
const serve = (redundancy: string | undefined) => servePack(policies, redundancy);
afterEach(endPacks);

describe("the pack in CrossGuard", () => {
  it("only advises a program that has no redundancy.yaml", async () => {
    const client = await serve(undefined);
    await configure(client, {});
    const levels = await found(client);
    expect(levels).not.toEqual({});
    expect(Object.values(levels)).not.toContain("MANDATORY");
  });

  it("holds a program to its redundancy.yaml, by policies of those levels", async () => {
    const client = await serve(
      "profile: single-region\nlevels: { backups-kept: advisory, image-digest: mandatory }",
    );
    const announced = Object.fromEntries(
      (await infoOf(client)).getPoliciesList().map((one) => [one.getName(), one.getEnforcementlevel()]),
    );
    expect(announced).toMatchObject({
      "single-point": EnforcementLevel.MANDATORY,
      "backups-kept": EnforcementLevel.ADVISORY,
      "image-digest": EnforcementLevel.MANDATORY,
      "min-regions": EnforcementLevel.DISABLED,
    });
    await configure(client, {});
    expect(await found(client)).toEqual({
      "single-point": "MANDATORY",
      "backups-kept": "ADVISORY",
      "protect-data": "ADVISORY",
    });
  });

  it("has --policy-pack-config change what redundancy.yaml says", async () => {
    const client = await serve("profile: single-region\nlevels: { protect-data: disabled }");
    await configure(client, {
      "single-point": { level: EnforcementLevel.DISABLED },
      "backups-kept": { level: EnforcementLevel.ADVISORY },
      "protect-data": { level: EnforcementLevel.MANDATORY },
    });
    expect(await found(client)).toEqual({ "backups-kept": "ADVISORY", "protect-data": "MANDATORY" });
  });

  it("ends with every problem of a redundancy.yaml that isn't sound", async () => {
    const refused = String(await serve("profile: regional\nzone: 2").catch((error: Error) => error));
    expect(refused).toContain('redundancy.yaml: profile: found "regional"; wanted single-region');
    expect(refused).toContain("redundancy.yaml: zone: is not known here; did you mean 'zones'?");
    expect(refused).not.toMatch(/\n\s+at /);
  });
});
