const factor = Number(process.env.VAULTWRIGHT_PROPERTIES ?? 0.3);

/**
 * How many inputs a dear property is tried on: as many as named where `.ci/run` asks for all by
 * `VAULTWRIGHT_PROPERTIES=1`, a third of them in a run of every day, more where somebody looks for a fault.
 */
export const propertyRuns = (many: number): number => Math.ceil(many * factor);
