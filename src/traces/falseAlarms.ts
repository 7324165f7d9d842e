/** Shares of false alarms at which rates are read; the paper has the two strictest (CORE, Ni et al. 2022, Table 1). */
export const FALSE_ALARMS = [0.0001, 0.001, 0.01, 0.1] as const;
