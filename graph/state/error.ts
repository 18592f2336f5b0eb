/** What is wrong with the text or the content of a state; the message says why, without the file's name. */
export class StateError extends Error {
  override readonly name = "StateError";
}
