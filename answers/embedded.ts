/** The answers as the embedded engine asks for them: its own words for what isn't known and what is secret. */
import {
  type CreateRequest,
  type Answers as EngineAnswers,
  type ProviderInfo,
  UnknownTypeError,
} from "../engine";
import type { Properties as Plain } from "../graph/resource";
import { refusedTogether, togetherError } from "./combination";
import { combinations, combinedTypes } from "./combinations";
import { type Answers, type ResourceAnswer, type ResourceRequest, UnansweredError } from "./contract";
import { answeredOutputs, askedInputs, checkInputs, engineMap, plainMap } from "./engine-values";
import { createAnswers } from "./index";
import { withOldChoices } from "./old-choices";
import { registered, worldOf } from "./registered";
import { replacingPaths } from "./replacing/rules";
import { refuse } from "./resource";

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
    check: (request) =>
      asking(() => {
        const checked = checkInputs(answers, subject(request), request.inputs);
        refuse(request, checked.failures);
        const { type, earlier } = request;
        return earlier ? withOldChoices(type, { ...earlier }, checked.inputs) : checked.inputs;
      }),
    replaces: ({ type, inputs, earlier, changed, provider }) =>
      replacingPaths(changed, {
        type,
        before: plainMap(earlier) as Plain,
        after: plainMap(inputs) as Plain,
        provider: plainMap(provider.inputs) as Plain,
      }).length > 0,
    create: (request) =>
      asking(() => {
        const answer = created({ ...subject(request), inputs: askedInputs(request.inputs) }, request);
        return { id: answer.id, outputs: answeredOutputs(answer) };
      }),
    together(resources) {
      const world = worldOf(
        resources
          .filter(({ type }) => combinedTypes.has(type))
          .map(({ urn, type, name, id = "", inputs, outputs, provider }) =>
            registered({
              urn,
              type,
              name,
              id,
              inputs: askedInputs(inputs),
              outputs: plainMap(outputs),
              provider: plainMap(provider.inputs),
            }),
          ),
      );
      return refusedTogether(world, combinations).map((refused) => ({
        urn: refused.subject.urn,
        with: refused.with.map(({ urn }) => urn),
        error: togetherError(refused),
      }));
    },
    read: (request) =>
      asking(() => {
        const state = askedInputs(request.inputs);
        return { outputs: answeredOutputs(answers.read({ ...subject(request), id: request.id, state })) };
      }),
    invoke: ({ token, args, provider }) =>
      asking(() =>
        engineMap(answers.invoke({ token, args: plainMap(args), provider: plainMap(provider.inputs) })),
      ),
  };
}
