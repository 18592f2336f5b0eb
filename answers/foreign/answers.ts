/**
 * Answers for any program: what is answered for is known, all else isn't. Nothing is refused that a cloud might take
 * after all: what an answer refuses is told, and stands with nothing known of it.
 */
import {
  AnswerError,
  type CreateAnswer,
  type Answers as EngineAnswers,
  type ProviderInfo,
  UNKNOWN,
  UnknownTypeError,
} from "../../engine";
import { clouds } from "../clouds";
import { RefusedError, UNKNOWN as UNKNOWN_TEXT, type Values } from "../contract";
import { createEmbeddedAnswers } from "../embedded";
import { engineMap, plainMap } from "../engine-values";
import { lookUps, unrendered } from "./look-ups";
import { type Recorded, recordedAnswer, recordedStack } from "./recorded";
import { unknownText } from "./unknown-text";
import { utility } from "./utilities";

export interface ForeignAnswers {
  readonly recorded: Recorded;
  /** What the program's own SDK declares that a look-up gives; undefined where it declares nothing. */
  declared(token: string, args: Values): Values | undefined;
  /** Called for what isn't known, each in a line. */
  readonly tell: (what: string) => void;
}

const stackReference = "pulumi:pulumi:StackReference";

export function createForeignAnswers({ recorded, declared, tell }: ForeignAnswers): EngineAnswers {
  const known = createEmbeddedAnswers();
  const told = new Set<string>();
  const once = (line: string): void => {
    if (!told.has(line)) tell(line);
    told.add(line);
  };
  const unlessUnknown = <T>(urn: string, ask: () => T, otherwise: () => T): T => {
    try {
      return ask();
    } catch (error) {
      if (!(error instanceof UnknownTypeError)) {
        const because = error instanceof Error ? error.message : String(error);
        once(`${urn}: ${because}; taken all the same, with nothing known of it`);
      }
      return otherwise();
    }
  };

  /** A provider without a region: what hangs on it isn't known, but for that the resource is there. */
  const placed = <Request extends { readonly provider: ProviderInfo }>(request: Request): Request => {
    const { provider } = request;
    if (provider.inputs.region !== undefined || !Object.hasOwn(clouds, provider.pkg)) return request;
    return {
      ...request,
      provider: { ...provider, inputs: { ...provider.inputs, region: unknownText("region") } },
    };
  };

  return {
    check: (request) =>
      unlessUnknown(
        request.urn,
        () => known.check?.(placed(request)) ?? request.inputs,
        () => request.inputs,
      ),
    create(request) {
      const made = utility(request.type, plainMap(request.inputs), request.urn);
      if (made) return engineAnswer(made.id, made.outputs);
      return unlessUnknown<CreateAnswer>(
        request.urn,
        () => known.create(placed(request)),
        () => ({ id: UNKNOWN, outputs: {} }),
      );
    },
    read(request) {
      if (request.type === stackReference) return { outputs: referenced(request.id) };
      return unlessUnknown<{ outputs: Readonly<Record<string, unknown>> }>(
        request.urn,
        () => known.read(placed(request)),
        () => ({ outputs: {} }),
      );
    },
    invoke(request) {
      const { token } = request;
      const args = plainMap(request.args);
      const asked = { token, args, provider: plainMap(request.provider.inputs) };
      const found = recordedAnswer(recorded, token, args) ?? lookUps.get(token)?.(args, asked);
      if (found) return found;
      const rendered = unrendered.get(token);
      if (rendered) {
        once(`${rendered} isn't rendered here: what it would make isn't judged`);
        return { result: [] };
      }
      try {
        return known.invoke(placed(request));
      } catch (error) {
        if (!(error instanceof UnknownTypeError || error instanceof RefusedError)) throw error;
      }
      const shape = declared(token, args);
      if (!shape) throw new AnswerError(token, `is missing: ${howToRecord(token, args)}`);
      once(
        `${token} looks up what isn't known here: what comes of it isn't known either; ${howToRecord(token, args)}`,
      );
      return shape;
    },
    call({ token }) {
      once(`${token} is a method of a resource: what it gives isn't known`);
      return {};
    },
  };

  function referenced(name: string): Readonly<Record<string, unknown>> {
    const outputs = recordedStack(recorded, name);
    if (outputs) return { name, outputs, secretOutputNames: [] };
    once(
      `the stack ${name} isn't given: what comes of it isn't known; put its outputs into lookups.yaml, below stacks:`,
    );
    return { name };
  }
}

const engineAnswer = (id: string, outputs: Readonly<Record<string, unknown>>): CreateAnswer => ({
  id: id.includes(UNKNOWN_TEXT) ? UNKNOWN : id,
  outputs: Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [
      key,
      typeof value === "string" || Array.isArray(value) ? engineMap({ value }).value : value,
    ]),
  ),
});

const howToRecord = (token: string, args: Values): string =>
  `record it in lookups.yaml, below lookUps: { token: ${token}, args: ${JSON.stringify(args).slice(0, 200)}, result: {…} }`;
