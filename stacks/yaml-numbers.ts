/**
 * Numbers as the CLI's YAML has them, which is neither 1.1 nor 1.2: a leading zero means octal unless a digit says
 * otherwise, underscores are passed over, and there are binary ones. Pure.
 */
import type { ScalarTag } from "yaml";

/** Stands before the schema's own tags; what looks like a number and is none stays text. */
export const cliNumbers: ScalarTag = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  identify: () => false,
  test: /^[-+]?[0-9]/,
  resolve: numberOrText,
};

const wholeForm = /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9][0-9]*)$/;
const fractionForm = /^[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?$/;

function numberOrText(text: string): number | string {
  const plain = text.replaceAll("_", "");
  const [, sign, digits] = wholeForm.exec(plain) ?? [];
  if (digits !== undefined) {
    const size = BigInt(digits.replace(/^0[oO]?(?=[0-7])/, "0o"));
    const whole = sign === "-" ? -size : size;
    // Digits that a number would lose: the program gets them as they are.
    return Number.isSafeInteger(Number(whole)) ? Number(whole) : String(whole);
  }
  const fraction = fractionForm.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(fraction) ? fraction : text;
}
