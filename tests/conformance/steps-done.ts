/** What the engine did, in its order, by its event log. */

export interface Done {
  /** `create`, `update`, `create-replacement`, `delete-replaced`, `delete`, `same`, … */
  readonly op: string;
  readonly urn: string;
}

interface StepEvent {
  readonly metadata: Done;
  readonly planning?: boolean;
}

/** Every step that ended well, by its end; of a preview none, as nothing is done. */
export function stepsIn(log: string): Done[] {
  return log.split("\n").flatMap((line): Done[] => {
    if (!line.startsWith("{")) return [];
    const { resOutputsEvent } = JSON.parse(line) as { resOutputsEvent?: StepEvent };
    if (resOutputsEvent === undefined || resOutputsEvent.planning) return [];
    const { op, urn } = resOutputsEvent.metadata;
    return [{ op, urn }];
  });
}
