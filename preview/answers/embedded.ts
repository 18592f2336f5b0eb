/** The answers as the embedded engine asks for them: its own words for what isn't known and what is secret. */
import {
  type CreateRequest,
  type Answers as EngineAnswers,
  isMap,
  isUnknown,
  UNKNOWN as NOT_KNOWN,
  type PropertyValue,
  type ProviderInfo,
  ResourceReference,
  Secret,
  UnknownTypeError,
} from "../engine";
import {
  type Answers,
  type ResourceAnswer,
  type ResourceRequest,
  UNKNOWN,
  UnansweredError,
  type Values,
} from "./contract";
import { createAnswers } from "./index";

/** Plain data, as `contract.ts` has it. */
function plain(value: unknown): unknown {
  if (isUnknown(value)) return UNKNOWN;
  if (value instanceof Secret) return plain(value.reveal());
  if (value instanceof ResourceReference) return plain(value.id);
  if (Array.isArray(value)) return value.map(plain);
  return isMap(value) ? plainMap(value) : value;
}

const plainMap = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, plain(value)]));

/** The engine's values: a text made from what isn't known isn't known either. */
function engineValue(value: unknown): unknown {
  if (typeof value === "string") return value.includes(UNKNOWN) ? NOT_KNOWN : value;
  if (Array.isArray(value)) return value.map(engineValue);
  return isMap(value) ? engineMap(value) : value;
}

const engineMap = (values: Values): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, engineValue(value)]));

function withSecrets(outputs: Values, secrets: readonly string[]): Readonly<Record<string, unknown>> {
  const marked: Record<string, unknown> = { ...engineMap(outputs) };
  for (const name of secrets) {
    if (marked[name] !== undefined) marked[name] = new Secret(marked[name] as PropertyValue);
  }
  return marked;
}

function asking<T>(question: () => T): T {
  try {
    return question();
  } catch (error) {
    if (error instanceof UnansweredError) throw new UnknownTypeError(error.kind, error.token, error.addTo);
    throw error;
  }
}

const subject = (request: { type: string; name: string; urn: string; provider: ProviderInfo }) => ({
  type: request.type,
  name: request.name,
  urn: request.urn,
  provider: plainMap(request.provider.inputs),
});

/** New for each run: see `createAnswers`. */
export function createEmbeddedAnswers(answers: Answers = createAnswers()): EngineAnswers {
  function created(asked: ResourceRequest, { importId, dryRun }: CreateRequest): ResourceAnswer {
    if (importId) return answers.read({ ...asked, id: importId, state: asked.inputs });
    return dryRun ? answers.preview(asked) : answers.create(asked);
  }

  return {
    create: (request) =>
      asking(() => {
        const inputs = plainMap(request.inputs);
        const { id, outputs, secrets } = created({ ...subject(request), inputs }, request);
        return { id, outputs: withSecrets(outputs, secrets) };
      }),
    read: (request) =>
      asking(() => {
        const state = plainMap(request.inputs);
        const { outputs, secrets } = answers.read({ ...subject(request), id: request.id, state });
        return { outputs: withSecrets(outputs, secrets) };
      }),
    invoke: ({ token, args, provider }) =>
      asking(() =>
        engineMap(answers.invoke({ token, args: plainMap(args), provider: plainMap(provider.inputs) })),
      ),
  };
}
