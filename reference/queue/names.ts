/** How the queue's subjects and streams are called, as the project's README tells images. Pure. */

/** Of the stream of a family of events that began at a site; so is its mirror called at every other site. */
export const streamName = (family: string, site: string): string => `${family}-${site}`;

/** Prefix by which JetStream is asked for what began at a site. */
export const apiPrefix = (site: string): string => `JS.${site}.API`;

/** Answers to this capability come below it; no other prefix may be listened on. */
export const inboxPrefix = (capability: string): string => `_INBOX.${capability}`;
