/** A capability in the name of a variable: HAProxy's have no hyphens, and capabilities no underscores. Pure. */
export const variableName = (capability: string): string => capability.replaceAll("-", "_");
