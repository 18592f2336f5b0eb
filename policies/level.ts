/** How hard a rule is: `mandatory` blocks a deploy; `advisory` is shown. */
export type Level = "mandatory" | "advisory";
