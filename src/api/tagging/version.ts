/** The version of the tagging API, as it states it itself. */
export const version = "2.0.0";
