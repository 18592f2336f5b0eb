import { format, inspect } from "node:util";
import { expect, it } from "vitest";
import { Secret } from "../../stacks/config";

const value = "hunter2";

it("shows a secret as [secret], however it is printed", () => {
  const secret = new Secret(value);
  const printed = [
    `${secret}`,
    String(secret),
    JSON.stringify({ secret }),
    inspect({ secret }),
    format("%o", secret),
  ];
  for (const text of printed) {
    expect(text).toContain("[secret]");
    expect(text).not.toContain(value);
  }
});

it("gives a secret away to those who ask for it by name", () => {
  expect(new Secret(value).reveal()).toBe(value);
});
