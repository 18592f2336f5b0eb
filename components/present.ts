/**
 * `pulumi up --target` leaves new resources out that it isn't aimed at, and their outputs undefined. What is made of
 * those must be nothing then, not an error: a roll-out aims at one site after the other.
 */
import * as pulumi from "@pulumi/pulumi";

/** `make` of an output, or of a list of outputs, that every resource has that was made. */
export function whenPresent<T, U>(output: pulumi.Output<T>, make: (value: T) => U): pulumi.Output<U> {
  return output.apply((value) => (isMissing(value) ? (undefined as U) : make(value as T)));
}

/** `make` of an output that even a resource that was made may lack. */
export function whenCreated<T, U>(
  resource: pulumi.CustomResource,
  output: pulumi.Output<T>,
  make: (value: T) => U,
): pulumi.Output<U> {
  return pulumi
    .all([resource.id, output])
    .apply(([id, value]) => (isMissing(id) ? (undefined as U) : make(value as T)));
}

function isMissing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.some((item) => item === undefined));
}
