import { createHash } from "node:crypto";

/** Short and the same for the same text: an annotation that changes with what pods have mounted rolls them. */
export const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);
