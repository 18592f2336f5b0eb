/**
 * How one resource type is answered, as a table that its SDK types check: an output that doesn't exist, a
 * computed output that is forgotten and a required input that is forgotten don't compile.
 */
import type * as pulumi from "@pulumi/pulumi";
import type { AddressBook } from "./addresses";
import { type AutoName, bridgedName } from "./autoname";
import {
  type CheckedInputs,
  type Failure,
  type ReadRequest,
  RefusedError,
  type ResourceAnswer,
  type ResourceRequest,
  UNKNOWN,
  type Values,
} from "./contract";
import { guarded, previewed, unless } from "./unknowns";

/** An input type as plain data: no Outputs; a resource given for its id is only the id. */
export type Plain<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends pulumi.Resource
    ? never
    : T extends pulumi.OutputInstance<infer U>
      ? Plain<U>
      : T extends Promise<infer U>
        ? Plain<U>
        : T extends readonly (infer U)[]
          ? readonly Plain<U>[]
          : T extends object
            ? { readonly [K in keyof T]: Plain<T[K]> }
            : T;

export type RequiredKeys<A> = { [K in keyof A]-?: object extends Pick<A, K> ? never : K }[keyof A];

/** What an answer may draw on: nothing but the question. */
export interface Subject {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly provider: Values;
  readonly addresses: AddressBook;
}

/** The question with its checked inputs. */
export interface Asked<A> extends Subject {
  readonly inputs: Plain<A>;
}

/** A resource that has its id. Outputs follow from the id where they can, so that reading gives what creating gave. */
export interface Made<A> extends Asked<A> {
  readonly id: string;
}

type Computed<S, A> = {
  readonly [K in Exclude<keyof S, keyof A>]-?: (made: Made<A>) => Plain<S[K]> | undefined;
} & {
  readonly [K in keyof S & keyof A]?: (made: Made<A>) => Plain<S[K]> | undefined;
};

export interface ResourceTable<S, A> {
  /** Inputs without which the provider refuses the resource. */
  readonly required: { readonly [K in RequiredKeys<A>]: true };
  /** Defaults that the provider writes into the inputs. */
  readonly defaults?: Partial<Plain<A>>;
  readonly autoName?: AutoName & { readonly property: keyof A & string };
  /** Inputs that take JSON text or an object, which the provider makes text of. */
  readonly json?: readonly (keyof A & string)[];
  /** What the provider or the cloud refuses beyond a missing input; `undefined` in the list is no failure. */
  readonly refuses?: (inputs: Plain<A>, asked: Asked<A>) => readonly (Failure | undefined)[];
  readonly id: (asked: Asked<A>) => string;
  readonly computed: Computed<S, A>;
  readonly secrets?: readonly (keyof S & string)[];
}

/** One resource type's part of the answers. */
export interface ResourceAnswers {
  readonly type: string;
  check(request: ResourceRequest, addresses: AddressBook): CheckedInputs;
  create(request: ResourceRequest, addresses: AddressBook): ResourceAnswer;
  preview(request: ResourceRequest, addresses: AddressBook): ResourceAnswer;
  read(request: ReadRequest, addresses: AddressBook): ResourceAnswer;
}

/**
 * An output that only the cloud could know, as it follows from another resource's state: it is left out, and
 * nothing of ours may read it.
 */
export const notKnowable = (): undefined => undefined;

export const describe = (subject: { type: string; name: string }): string =>
  `${subject.type} "${subject.name}"`;

/** Throws all that is wrong in one error. */
export function refuse(subject: { type: string; name: string }, failures: readonly Failure[]): void {
  if (failures.length === 0) return;
  const reasons = failures.map((f) => (f.property ? `${f.property}: ${f.reason}` : f.reason));
  throw new RefusedError(`${describe(subject)} would be refused: ${reasons.join("; ")}`);
}

const given = (value: unknown): boolean => value !== undefined && value !== null;

function withoutAbsent(values: Values): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => given(value)));
}

export function resource<S extends object, A extends object>(
  type: string,
  table: ResourceTable<S, A>,
): ResourceAnswers {
  function asking(
    { name, urn, provider }: Omit<ResourceRequest, "inputs">,
    inputs: Values,
    addresses: AddressBook,
  ): Asked<A> {
    return { type, name, urn, provider, addresses, inputs: guarded(inputs) as Plain<A> };
  }

  function refusals(asked: Asked<A>): Failure[] {
    const found = unless(() => table.refuses?.(asked.inputs, asked) ?? [], []);
    return found.filter((failure) => failure !== undefined);
  }

  function check(request: ResourceRequest, addresses: AddressBook): CheckedInputs {
    const inputs = withoutAbsent(request.inputs);
    const failures: Failure[] = [];
    const defaulted: string[] = [];
    for (const [name, value] of Object.entries(table.defaults ?? {})) {
      if (given(inputs[name])) continue;
      inputs[name] = value;
      defaulted.push(name);
    }
    const auto = table.autoName;
    if (auto && !given(inputs[auto.property]) && !given(inputs[`${auto.property}Prefix`])) {
      const made = bridgedName(auto, request.name, request.urn);
      inputs[auto.property] = made.name;
      defaulted.push(auto.property);
      failures.push(...made.failures);
    }
    for (const name of table.json ?? []) {
      if (typeof inputs[name] === "object") inputs[name] = JSON.stringify(inputs[name]);
    }
    for (const name of Object.keys(table.required)) {
      if (!given(inputs[name])) failures.push({ property: name, reason: "is required and missing" });
    }
    if (failures.length === 0) failures.push(...refusals(asking(request, inputs, addresses)));
    return { inputs, defaulted: defaulted.sort(), failures };
  }

  function answer(asked: Asked<A>, id: string, inputs: Values): ResourceAnswer {
    const made = { ...asked, id };
    const outputs: Record<string, unknown> = { ...inputs };
    const computed = table.computed as Record<string, (made: Made<A>) => unknown>;
    for (const [name, compute] of Object.entries(computed)) {
      const value = unless<unknown>(() => compute(made), UNKNOWN);
      if (given(value)) outputs[name] = value;
    }
    return { id, outputs, secrets: table.secrets ?? [] };
  }

  return {
    type,
    check,
    create(request, addresses) {
      const { inputs, failures } = check(request, addresses);
      refuse(request, failures);
      const asked = asking(request, inputs, addresses);
      return answer(
        asked,
        unless(() => table.id(asked), UNKNOWN),
        inputs,
      );
    },
    preview(request, addresses) {
      const { inputs } = check(request, addresses);
      const required = Object.keys(table.required).map((name) => [name, UNKNOWN]);
      const complete = { ...Object.fromEntries(required), ...inputs };
      const { outputs, secrets } = answer(asking(request, complete, addresses), UNKNOWN, complete);
      return { id: UNKNOWN, outputs: previewed(inputs, outputs), secrets };
    },
    read(request, addresses) {
      const state = withoutAbsent(request.state);
      const missing = Object.keys(table.required).filter((name) => !given(state[name]));
      if (missing.length > 0) {
        throw new RefusedError(
          `${describe(request)} is read by its id, but what it answers follows from ${missing.join(", ")} too: give it in the state of the get()`,
        );
      }
      return answer(asking(request, state, addresses), request.id, state);
    },
  };
}
