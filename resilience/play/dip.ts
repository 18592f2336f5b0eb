/** Until so many seconds after the fault, only this share is answered. */
export interface Dip {
  readonly until: number;
  readonly factor: number;
  /** Where the others are lost: before the edge, which sees nothing of them, or by pods that answer them by an error. */
  readonly where?: "front" | "pods";
}
