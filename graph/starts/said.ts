/** What is in the way, as the rest of a sentence about a resource. */
export interface Said {
  readonly because: string;
  readonly unsure?: true;
}
