/** How one look-up is answered, checked against its SDK types as in resource.ts. */
import type { AddressBook } from "./addresses";
import { type InvokeRequest, RefusedError, type Values } from "./contract";
import type { Plain, RequiredKeys, Subject } from "./resource";

interface Looked<A> extends Subject {
  readonly args: A;
}

interface InvokeTable<R, A> {
  readonly required: { readonly [K in RequiredKeys<A>]: true };
  readonly result: (looked: Looked<A>) => R;
}

/** One look-up's part of the answers. */
export interface InvokeAnswers {
  readonly token: string;
  invoke(request: InvokeRequest, addresses: AddressBook): Values;
}

export function invoke<R extends object, A extends object>(
  token: string,
  table: InvokeTable<Plain<R>, Plain<A>>,
): InvokeAnswers {
  return {
    token,
    invoke({ args, provider }, addresses) {
      const missing = Object.keys(table.required).filter((name) => args[name] === undefined);
      if (missing.length > 0) {
        throw new RefusedError(`the look-up ${token} would be refused: ${missing.join(", ")} is missing`);
      }
      const subject = { type: token, name: "", urn: token, provider, addresses };
      return table.result({ ...subject, args: args as Plain<A> }) as Values;
    },
  };
}
